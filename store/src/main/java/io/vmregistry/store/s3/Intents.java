package io.vmregistry.store.s3;

import io.vmregistry.store.StoreException.StoreUnavailable;
import io.vmregistry.store.s3.Bucket.Listed;
import io.vmregistry.store.s3.Bucket.Listing;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * How a deletion and a write that must not be lost keep out of each other's way without a lock. Who deletes declares it,
 * then looks at what it is about to delete, and deletes. Who writes does so, then looks for declarations, waits until they
 * are gone, and looks whether what it wrote is still there. Each writes before it reads, so at least one sees the
 * other: a deletion that was not seen by the writer began after the write, and looks at what was written.
 *
 * <p>A declaration holds for {@link #HOLDS}: who declared starts no deletion after that. It is overlooked when it is older
 * than {@link #OVERLOOKED}, which leaves a deletion that was started in time as long as a request may take. Its age is
 * told by the object store's clock alone.
 */
final class Intents {

    /** How long after declaring it a deletion may still be started. */
    static final Duration HOLDS = Duration.ofSeconds(10);

    /** After which a deletion is no longer repeated, however its attempts ended. */
    static final Duration GIVEN_UP = Duration.ofSeconds(60);

    /** When whoever declared it must have crashed. More than {@link #HOLDS} and {@link #GIVEN_UP}. */
    static final Duration OVERLOOKED = Duration.ofMinutes(2);

    /** How long a writer waits before its caller is told to try again. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

    private final Bucket bucket;
    private final LongSupplier nanoTime;
    private final Duration givenUp;

    Intents(Bucket bucket) {
        this(bucket, System::nanoTime, GIVEN_UP);
    }

    /** With another stopwatch and another time after which a deletion is given up. */
    Intents(Bucket bucket, LongSupplier nanoTime, Duration givenUp) {
        this.bucket = bucket;
        this.nanoTime = nanoTime;
        this.givenUp = givenUp;
    }

    /** Declares a deletion of what the prefix stands for. Closing it takes it back. */
    Intent declare(String prefix) {
        Intent intent = new Intent(prefix + UUID.randomUUID(), nanoTime.getAsLong());
        bucket.mark(intent.key);
        return intent;
    }

    /**
     * Waits until no deletion is declared below the prefix; called after writing.
     *
     * @return whether there was one, so that what was written has to be looked at again
     * @throws StoreUnavailable when it takes too long
     */
    boolean awaitNone(String prefix) {
        long start = System.nanoTime();
        boolean waited = false;
        while (anyLive(bucket.list(prefix))) {
            waited = true;
            if (System.nanoTime() - start > PATIENCE.toNanos()) {
                throw new StoreUnavailable(
                        "Tried to write below " + prefix + " but failed because a deletion there takes too long.",
                        new IllegalStateException("declarations of a deletion below " + prefix));
            }
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
        return waited;
    }

    private static boolean anyLive(Listing listing) {
        Instant crashed = listing.now().minus(OVERLOOKED);
        return listing.objects().stream().map(Listed::modified).anyMatch(crashed::isBefore);
    }

    /** A declared deletion. */
    final class Intent implements AutoCloseable {
        private final String key;
        private final long declared;

        private Intent(String key, long declared) {
            this.key = key;
            this.declared = declared;
        }

        /** Deletes an object under this declaration. */
        void delete(String object) {
            if (nanoTime.getAsLong() - declared > HOLDS.toNanos()) {
                throw new StoreUnavailable(
                        "Tried to delete " + object + " but failed because the object store answers too slowly.",
                        new IllegalStateException("declared " + HOLDS + " ago or more"));
            }
            bucket.delete(object, givenUp);
        }

        @Override
        public void close() {
            bucket.delete(key);
        }
    }
}
