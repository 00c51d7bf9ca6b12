package io.vmregistry.store.blob;

import java.util.Optional;
import java.util.UUID;

/** Names an upload; a random UUID in its canonical form, so that it is safe in a path and in a URL. */
public record UploadId(UUID value) {

    public static Optional<UploadId> parse(String text) {
        try {
            UUID uuid = UUID.fromString(text);
            return uuid.toString().equals(text) ? Optional.of(new UploadId(uuid)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
