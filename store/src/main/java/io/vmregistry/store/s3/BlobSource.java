package io.vmregistry.store.s3;

import io.vmregistry.spec.reference.Digest;
import io.vmregistry.store.StoreException.StoreUnavailable;
import io.vmregistry.store.blob.ByteRange;
import io.vmregistry.store.s3.Bucket.Opened;
import java.util.Optional;

/**
 * Where a blob's bytes are read from. Between two requests another process may put a mark in the place of the bytes, or
 * bytes in the place of a mark, which then points at bytes that go. So the answer that brings bytes has to say itself what
 * they are: its head and its body are of one version of the object, on every object store. Where it is not what was
 * expected, the blob is looked up again; its content is the same wherever it is.
 */
final class BlobSource implements ObjectStream.Source {

    /** How often a blob may move while it is looked for; uploads that race move it once. */
    private static final int LOOKS = 4;

    private final Bucket bucket;
    private final Digest digest;

    BlobSource(Bucket bucket, Digest digest) {
        this.bucket = bucket;
        this.digest = digest;
    }

    Optional<BlobLocation> find() {
        return bucket.head(Keys.blob(digest)).flatMap(object -> BlobLocation.of(Keys.blob(digest), object));
    }

    /**
     * Opens bytes of the blob, cut to its end. What begins at its first byte needs no look before: one request opens it, or
     * tells where else it is.
     *
     * @return empty when there is no such blob
     * @throws IllegalArgumentException when the range begins behind the blob's last byte
     */
    @Override
    public Optional<Opened> open(ByteRange range) {
        Optional<Opened> atOnce = range.first() == 0 ? openWithoutLook(range) : Optional.empty();
        if (atOnce.isPresent()) {
            return atOnce;
        }
        for (int look = 0; look < LOOKS; look++) {
            Optional<BlobLocation> location = find();
            if (location.isEmpty()) {
                return Optional.empty();
            }
            Optional<Opened> opened = open(location.get(), range);
            if (opened.isPresent()) {
                return opened;
            }
        }
        throw new StoreUnavailable(
                "Tried to read blob " + digest + " but failed because its bytes were not where they were just found.",
                new IllegalStateException("looked " + LOOKS + " times"));
    }

    private Optional<Opened> openWithoutLook(ByteRange range) {
        String key = Keys.blob(digest);
        Optional<Opened> there = bucket.open(key, range);
        if (there.isEmpty()) {
            return Optional.empty();
        }
        Optional<BlobLocation> location = BlobLocation.of(key, there.get().object());
        if (location.filter(found -> found.key().equals(key)).isPresent()) {
            return there;
        }
        there.get().drop();
        return location.flatMap(elsewhere -> open(elsewhere, range));
    }

    /** Empty when something else is there now. */
    private Optional<Opened> open(BlobLocation location, ByteRange range) {
        boolean isOfBytes = range.lengthIn(location.size()) > 0;
        Optional<Opened> there = bucket.open(location.key(), isOfBytes ? range : ByteRange.ALL);
        boolean moved = there.filter(opened -> BlobLocation.of(location.key(), opened.object())
                        .filter(location::equals)
                        .isEmpty())
                .isPresent();
        if (moved) {
            there.orElseThrow().drop();
            return Optional.empty();
        }
        return there;
    }
}
