package io.vmregistry.daemon.machine;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Work on machines that nobody waits for, each piece on a thread of its own. */
final class BackgroundWork implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(BackgroundWork.class);

    /** What takes longer waits for a hypervisor that does not answer. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("machine-", 0).factory());

    /** Begins a piece of work, unless this is closed: the next daemon looks at every machine anyway. */
    void begin(Runnable work) {
        try {
            threads.execute(work);
        } catch (RejectedExecutionException e) {
            LOG.debugf("The daemon is stopping and does not begin %s", work);
        }
    }

    /** Waits for what has begun. It is not interrupted: half done it would be undone, and a machine with it. */
    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warnf(
                        "Work on machines goes on after %d seconds and is left to the next daemon",
                        PATIENCE.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
