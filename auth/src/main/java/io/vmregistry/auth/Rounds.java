package io.vmregistry.auth;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Work that is done again and again in the background, one piece after the other. */
final class Rounds implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Rounds.class);

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("rounds").factory());

    /** @param interval between the end of one round and the start of the next; zero for never */
    void every(Duration interval, String purpose, Runnable work) {
        long millis = interval.toMillis();
        if (millis > 0) {
            var _ = thread.scheduleWithFixedDelay(() -> safely(purpose, work), millis, millis, TimeUnit.MILLISECONDS);
        }
    }

    /** One round that failed must not be the last one. */
    private static void safely(String purpose, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.warnf(e, "Tried to %s but failed; the next round tries again", purpose);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
