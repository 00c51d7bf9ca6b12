package io.vmregistry.store.manifest;

import io.vmregistry.spec.reference.Digest;
import java.util.Arrays;
import java.util.Objects;

/**
 * A manifest as it was put: byte for byte, with the media type that was claimed for it.
 *
 * @param digest of {@code content}
 */
public record StoredManifest(Digest digest, String mediaType, byte[] content) {

    public StoredManifest {
        content = content.clone();
    }

    @Override
    public byte[] content() {
        return content.clone();
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
