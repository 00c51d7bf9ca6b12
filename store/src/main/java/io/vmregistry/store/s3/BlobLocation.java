package io.vmregistry.store.s3;

import io.vmregistry.store.s3.Bucket.Stored;
import java.util.Map;
import java.util.Optional;

/**
 * Where a blob's bytes are. At the digest's key, or, when the digest was learnt after they were written, where a mark at
 * that key says in its metadata: so one look tells both.
 */
record BlobLocation(String key, long size) {

    private static final String OBJECT = "vmr-object";
    private static final String SIZE = "vmr-size";

    /** What to write at the digest's key when the bytes are here. */
    Map<String, String> toPointer() {
        return Map.of(OBJECT, key, SIZE, Long.toString(size));
    }

    /** Where the bytes are of which an object was found at this key; empty when that points nowhere. */
    static Optional<BlobLocation> of(String found, Stored object) {
        String target = object.metadata().get(OBJECT);
        String size = object.metadata().get(SIZE);
        if (target == null || size == null) {
            return Optional.of(new BlobLocation(found, object.size()));
        }
        return target.startsWith(Keys.DATA) && size.matches("[0-9]{1,18}")
                ? Optional.of(new BlobLocation(target, Long.parseLong(size)))
                : Optional.empty();
    }
}
