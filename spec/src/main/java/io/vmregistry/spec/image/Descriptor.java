package io.vmregistry.spec.image;

import io.vmregistry.spec.reference.Digest;
import java.util.Map;

/**
 * A pointer to a blob, as the OCI image specification writes it ("Descriptor").
 *
 * @param size in bytes, never negative
 */
public record Descriptor(String mediaType, Digest digest, long size, Map<String, String> annotations) {

    public Descriptor {
        if (size < 0) {
            throw new IllegalArgumentException("a blob's size cannot be negative: " + size);
        }
        annotations = Map.copyOf(annotations);
    }

    public static Descriptor of(String mediaType, Digest digest, long size) {
        return new Descriptor(mediaType, digest, size, Map.of());
    }
}
