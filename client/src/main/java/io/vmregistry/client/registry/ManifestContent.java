package io.vmregistry.client.registry;

import io.vmregistry.spec.reference.Digest;
import java.util.Arrays;
import java.util.Objects;

/**
 * A manifest byte for byte, with the media type that was claimed for it.
 *
 * @param digest of {@code bytes}
 */
public record ManifestContent(Digest digest, String mediaType, byte[] bytes) {

    public ManifestContent {
        bytes = bytes.clone();
    }

    /** Names the bytes by their SHA-256 digest. */
    public static ManifestContent of(String mediaType, byte[] bytes) {
        return new ManifestContent(Digest.of(bytes), mediaType, bytes);
    }

    @Override
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ManifestContent that
                && digest.equals(that.digest)
                && mediaType.equals(that.mediaType)
                && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Objects.hash(digest, mediaType);
    }
}
