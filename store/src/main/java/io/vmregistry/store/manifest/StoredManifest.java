package io.vmregistry.store.manifest;

import io.vmregistry.spec.reference.Digest;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;

/**
 * A manifest as it was put: byte for byte, with the media type that was claimed for it. It may have megabytes, so it takes
 * the array over: whoever made it writes to it no more.
 *
 * @param digest of {@code content}
 */
public record StoredManifest(Digest digest, String mediaType, byte[] content) {

    /** A copy. */
    @Override
    public byte[] content() {
        return content.clone();
    }

    public int size() {
        return content.length;
    }

    /** The content, to be read without a copy. */
    public InputStream stream() {
        return new ByteArrayInputStream(content);
    }

    /** The content without a copy, to be read only. */
    public ByteBuffer bytes() {
        return ByteBuffer.wrap(content).asReadOnlyBuffer();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StoredManifest that
                && digest.equals(that.digest)
                && mediaType.equals(that.mediaType)
                && Arrays.equals(content, that.content);
    }

    @Override
    public int hashCode() {
        return Objects.hash(digest, mediaType);
    }
}
