package io.vmregistry.store.s3;

import io.vmregistry.spec.reference.Digest;
import io.vmregistry.store.StoreException.StoreUnavailable;
import io.vmregistry.store.StoreException.UploadUnknown;
import io.vmregistry.store.blob.ByteRange;
import io.vmregistry.store.blob.UploadId;
import io.vmregistry.store.s3.Bucket.Body;
import io.vmregistry.store.s3.Bucket.Opened;
import io.vmregistry.store.s3.Bucket.Stored;
import io.vmregistry.store.s3.Multiparts.Completion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/** How bytes become a blob: they stay where they are and get a name. */
final class BlobPublication {

    private static final int READ = 256 * 1024;

    /** No upload of fewer bytes is one in parts, and only of those it is a mark that is published. */
    private static final long LEAST_IN_PARTS = PartPlan.least(0);

    private final Bucket bucket;
    private final Multiparts multiparts;
    private final BlobGuards guards;
    private final LongSupplier nanoTime;

    BlobPublication(Bucket bucket, Multiparts multiparts, BlobGuards guards, LongSupplier nanoTime) {
        this.bucket = bucket;
        this.multiparts = multiparts;
        this.guards = guards;
        this.nanoTime = nanoTime;
    }

    /** Comes before everything else: no deletion is under way any more, and a later one sees the lease. */
    void lease(Digest digest) {
        guards.lease(digest);
    }

    Optional<BlobLocation> find(Digest digest) {
        return new BlobSource(bucket, digest).find();
    }

    /**
     * Where a blob's bytes are and will be for as long as a link to them holds; empty also when that cannot be said yet. Bytes
     * stay when a mark points at them. Those at the digest's key may have a mark put in their place by an upload that
     * looked before they were there.
     */
    Optional<BlobLocation> findLasting(Digest digest) {
        String key = Keys.blob(digest);
        return bucket.head(key)
                .flatMap(object -> BlobLocation.of(key, object)
                        .filter(found -> !found.key().equals(key) || keepsItsPlace(object)));
    }

    /** Whether it is too small for an upload in parts, or so old that whoever did not see it is done. */
    static boolean keepsItsPlace(Stored bytes) {
        return bytes.size() < LEAST_IN_PARTS
                || bytes.modified().plus(Intents.OVERLOOKED).isBefore(bytes.now());
    }

    /** Publishes bytes that fit into one request. A mark in whose place they would come stays. */
    void put(Digest digest, Body body) {
        boolean isThere = body.length() >= LEAST_IN_PARTS
                && find(digest).filter(found -> found.size() == body.length()).isPresent();
        if (!isThere) {
            bucket.put(Keys.blob(digest), body, Map.of());
        }
    }

    /**
     * Gives bytes that are in the bucket a digest's name, unless that is where they were written to. The mark is written right
     * after a look that finds nothing there, or not at all: {@link #findLasting} counts on that.
     *
     * @return false when others of the same size have the name
     */
    boolean name(Digest digest, String key, long size) {
        long looked = nanoTime.getAsLong();
        Optional<BlobLocation> there = find(digest).filter(found -> found.size() == size);
        if (there.isPresent() || key.equals(Keys.blob(digest))) {
            return there.filter(found -> !found.key().equals(key)).isEmpty();
        }
        if (nanoTime.getAsLong() - looked > Intents.HOLDS.toNanos()) {
            throw new StoreUnavailable(
                    "Tried to name " + key + " " + digest + " but failed because the object store answers too slowly.",
                    new IllegalStateException("looked " + Intents.HOLDS + " ago or more"));
        }
        bucket.mark(Keys.blob(digest), new BlobLocation(key, size).toPointer(), Intents.GIVEN_UP);
        return true;
    }

    /**
     * Makes an object of the parts. Repeating it, also after an answer was lost, does nothing more.
     *
     * @return whether this call did it; otherwise there is an object of this size, whose bytes somebody has to look at
     *     before they are named: an upload may have been completed with another end before a process was killed
     * @throws UploadUnknown when the parts are gone or are others than were recorded
     */
    boolean complete(UploadId id, String key, PartPipeline pipeline, long size) {
        Completion completion = pipeline.partsWithTail()
                .map(parts -> multiparts.complete(key, pipeline.multipart(), parts))
                .orElse(Completion.UNKNOWN);
        return switch (completion) {
            case DONE -> true;
            case UNKNOWN -> {
                if (bucket.head(key).filter(object -> object.size() == size).isEmpty()) {
                    throw new UploadUnknown(id.toString());
                }
                yield false;
            }
            case OTHER_PARTS -> throw new UploadUnknown(id.toString());
        };
    }

    /** The digest of an object's bytes, read from the bucket. */
    Digest digestOf(String key, Digest.Algorithm algorithm) {
        ObjectStream.Source source = range -> bucket.open(key, range);
        Opened object = source.open(ByteRange.ALL)
                .orElseThrow(() -> new StoreUnavailable(
                        "Tried to read back " + key + " but failed because it is not there.",
                        new IllegalStateException(key)));
        try (InputStream bytes =
                new ObjectStream(source, object, 0, object.object().size())) {
            return digest(bytes, algorithm);
        } catch (IOException e) {
            throw Bucket.broken("read back " + key, e);
        }
    }

    /** The digest of bytes that are here. */
    Digest digestOf(InputStream local, Digest.Algorithm algorithm) {
        try (local) {
            return digest(local, algorithm);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Digest digest(InputStream bytes, Digest.Algorithm algorithm) throws IOException {
        MessageDigest hash = algorithm.newHash();
        byte[] buffer = new byte[READ];
        for (int count = bytes.read(buffer); count >= 0; count = bytes.read(buffer)) {
            hash.update(buffer, 0, count);
        }
        return Digest.from(algorithm, hash.digest());
    }
}
