package io.vmregistry.registry.upkeep;

import io.vmregistry.store.gc.GarbageCollector.Mode;
import io.vmregistry.store.gc.StoreSweep;
import io.vmregistry.store.gc.StoreSweep.Patience;
import io.vmregistry.store.gc.StoreSweep.Report;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Expires abandoned uploads and frees what nothing names, again and again and when it is asked to; one run at a time in
 * this process. Replicas may all do it: each step can be repeated and excludes nothing but itself.
 */
public final class Upkeep implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Upkeep.class);

    private final StoreSweep sweep;
    private final Periods periods;
    private final Listener listener;
    private final AtomicBoolean running = new AtomicBoolean();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("upkeep").factory());

    /**
     * How often and how late.
     *
     * @param interval between the end of one round and the start of the next; zero for never
     */
    public record Periods(Duration interval, Patience patience) {}

    /** Is told how each run ended, on the thread that ran it. */
    public interface Listener {
        void finished(Report report);

        void failed();
    }

    public Upkeep(StoreSweep sweep, Periods periods, Listener listener) {
        this.sweep = sweep;
        this.periods = periods;
        this.listener = listener;
    }

    public void start() {
        long millis = periods.interval().toMillis();
        if (millis > 0) {
            var _ = thread.scheduleWithFixedDelay(this::runSafely, millis, millis, TimeUnit.MILLISECONDS);
        }
    }

    /** One round that failed must not be the last one, even if it lacked memory or a class. */
    private void runSafely() {
        try {
            if (run(Mode.SWEEP).isEmpty()) {
                LOG.info("garbage collection was asked for and is running; this interval's is left out");
            }
        } catch (RuntimeException | Error e) {
            LOG.error("garbage collection failed and is tried again after the interval", e);
        }
    }

    /** One run, logged; empty when another one is going on, which goes on. */
    public Optional<Report> run(Mode mode) {
        if (!running.compareAndSet(false, true)) {
            return Optional.empty();
        }
        boolean failed = true;
        try {
            Report report = sweep.run(periods.patience(), mode);
            failed = false;
            listener.finished(report);
            LOG.info(SweepText.line(report));
            return Optional.of(report);
        } finally {
            if (failed) {
                listener.failed();
            }
            running.set(false);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
