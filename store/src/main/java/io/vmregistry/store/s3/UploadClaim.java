package io.vmregistry.store.s3;

import io.vmregistry.store.StoreException;
import io.vmregistry.store.StoreException.StoreUnavailable;
import io.vmregistry.store.StoreException.UploadBusy;
import io.vmregistry.store.StoreException.UploadUnknown;
import io.vmregistry.store.blob.UploadId;
import io.vmregistry.store.s3.Bucket.Listed;
import io.vmregistry.store.s3.Bucket.Listing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The right to write to an upload: an object {@code uploads/<uuid>/writer-<id>} that its holder renews. Who wants it writes
 * its own and then lists: of two at once at least one sees the other and gives way, also where conditional writes lose
 * races. A claim that was not renewed for {@link #STALE} is overlooked, and its holder has stopped writing before.
 * Ages are differences between two times of the object store's clock.
 */
final class UploadClaim implements AutoCloseable {

    private static final String WRITER = "writer-";

    /** How often its holder writes it anew. */
    static final Duration RENEWED = Duration.ofSeconds(5);

    /** How long after that the holder need not look whether it is still there. */
    static final Duration TRUSTED = Duration.ofSeconds(15);

    /** When a claim's holder must have crashed. */
    static final Duration STALE = Duration.ofSeconds(30);

    private final Bucket bucket;
    private final UploadId id;
    private final LongSupplier nanoTime;
    private final String key;
    private final CountDownLatch released = new CountDownLatch(1);
    private volatile long renewed;

    private UploadClaim(Bucket bucket, UploadId id, LongSupplier nanoTime) {
        this.bucket = bucket;
        this.id = id;
        this.nanoTime = nanoTime;
        this.key = Keys.upload(id) + WRITER + UUID.randomUUID();
    }

    /** Claims an upload that nobody else knows of yet, and keeps the claim until it is closed. */
    static UploadClaim ofNew(Bucket bucket, UploadId id, LongSupplier nanoTime, Duration renewal) {
        UploadClaim claim = new UploadClaim(bucket, id, nanoTime);
        claim.renew();
        Thread.ofVirtual().name("upload-claim").start(() -> claim.keep(renewal));
        return claim;
    }

    /**
     * Sees that nobody else has the upload.
     *
     * @throws UploadBusy when somebody has it, or wants it at the same moment
     * @throws UploadUnknown when there is no such upload
     */
    void requireSoleWriter() {
        Listing all = bucket.list(Keys.upload(id));
        if (all.objects().stream().noneMatch(object -> object.key().equals(Keys.session(id)))) {
            throw new UploadUnknown(id.toString());
        }
        Listed own = all.objects().stream()
                .filter(object -> object.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new UploadBusy(id.toString()));
        for (Listed other : all.objects()) {
            if (isClaim(other.key()) && !other.key().equals(key)) {
                if (Duration.between(other.modified(), own.modified()).compareTo(STALE) < 0) {
                    throw new UploadBusy(id.toString());
                }
                bucket.delete(other.key());
            }
        }
    }

    /** Whether somebody is writing to the upload that has these objects. */
    static boolean isHeld(List<Listed> objects, Instant now) {
        return objects.stream()
                .filter(object -> isClaim(object.key()))
                .anyMatch(claim -> Duration.between(claim.modified(), now).compareTo(STALE) < 0);
    }

    private static boolean isClaim(String key) {
        return key.substring(key.lastIndexOf('/') + 1).startsWith(WRITER);
    }

    /** Not after it was given back: that would claim it for nobody. */
    private synchronized void renew() {
        if (released.getCount() > 0) {
            long before = nanoTime.getAsLong();
            bucket.mark(key);
            renewed = before;
        }
    }

    private void keep(Duration renewal) {
        try {
            while (!released.await(renewal.toMillis(), TimeUnit.MILLISECONDS)) {
                tryToRenew();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** When it fails for too long {@link #requireHeld} tells, which looks for itself: somebody may have taken it over. */
    void tryToRenew() {
        if (nanoTime.getAsLong() - renewed >= TRUSTED.toNanos()) {
            return;
        }
        try {
            renew();
        } catch (StoreException untilTheNextTime) {
            return;
        }
    }

    /**
     * Called before writing. A renewal that took too long is made up for: whoever took the claim over removed this one
     * first, and whoever is about to is seen; until nobody is, it is asked each time.
     *
     * @throws UploadBusy when another writer has it
     * @throws StoreUnavailable when that cannot be told now
     */
    void requireHeld() {
        if (isTrusted()) {
            return;
        }
        synchronized (this) {
            if (isTrusted()) {
                return;
            }
            if (!bucket.exists(key)) {
                throw new UploadBusy(id.toString());
            }
            long before = nanoTime.getAsLong();
            bucket.mark(key);
            requireSoleWriter();
            renewed = before;
        }
    }

    private boolean isTrusted() {
        return nanoTime.getAsLong() - renewed < TRUSTED.toNanos();
    }

    /** Gives the right back. */
    @Override
    public synchronized void close() {
        released.countDown();
        bucket.delete(key);
    }
}
