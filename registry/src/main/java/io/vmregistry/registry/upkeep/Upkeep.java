package io.vmregistry.registry.upkeep;

import io.vmregistry.store.blob.BlobStore;
import io.vmregistry.store.gc.GarbageCollector;
import io.vmregistry.store.gc.MarkerSweep;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Expires abandoned uploads and frees what nothing names, again and again. Replicas may all do it: each step can be
 * repeated and excludes nothing but itself.
 */
public final class Upkeep implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Upkeep.class);

    private final BlobStore blobs;
    private final GarbageCollector collector;
    private final MarkerSweep markers;
    private final Clock clock;
    private final Periods periods;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("upkeep").factory());

    /**
     * How often and how late.
     *
     * @param interval between the end of one round and the start of the next; zero for never
     * @param grace how long a blob that nothing names is kept
     * @param uploadExpiry how long an upload that nobody writes to is kept
     */
    public record Periods(Duration interval, Duration grace, Duration uploadExpiry) {}

    public Upkeep(BlobStore blobs, GarbageCollector collector, MarkerSweep markers, Clock clock, Periods periods) {
        this.blobs = blobs;
        this.collector = collector;
        this.markers = markers;
        this.clock = clock;
        this.periods = periods;
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
            run();
        } catch (RuntimeException | Error e) {
            LOG.error("upkeep failed and is tried again after the interval", e);
        }
    }

    /** One round. */
    public void run() {
        long expired = blobs.expireUploads(clock.instant().minus(periods.uploadExpiry()));
        GarbageCollector.Report report = collector.collect(periods.grace(), GarbageCollector.Mode.SWEEP);
        int unlinked = markers.sweep(periods.grace());
        if (expired > 0 || !report.freed().isEmpty() || unlinked > 0) {
            LOG.infof(
                    "upkeep: abandoned uploads %d bytes, unnamed blobs %d of %d bytes, stale markers %d",
                    expired, report.freed().size(), report.bytes(), unlinked);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
