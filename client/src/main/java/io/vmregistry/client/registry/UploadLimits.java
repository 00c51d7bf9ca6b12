package io.vmregistry.client.registry;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/** What a registry takes in one request of an upload. Registries do not say, so that some are known by their host. */
public sealed interface UploadLimits {

    /** In chunks of at most so many bytes. */
    record Chunked(long largest) implements UploadLimits {
        public Chunked {
            if (largest < 1) {
                throw new IllegalArgumentException("a chunk has at least one byte: " + largest);
            }
        }
    }

    /** At once only: a failure means sending the blob again. */
    record Whole() implements UploadLimits {}

    /** GitHub's registry refuses chunks of 4 MB and more. */
    Chunked BELOW_4_MB = new Chunked(3 << 20);

    Chunked ANY_SIZE = new Chunked(Long.MAX_VALUE);

    static UploadLimits of(URI registry) {
        String host = Optional.ofNullable(registry.getHost()).orElse("").toLowerCase(Locale.ROOT);
        if (host.equals("ghcr.io")) {
            return BELOW_4_MB;
        }
        // Google's registries have no chunked uploads.
        if (host.equals("gcr.io") || host.endsWith(".gcr.io") || host.endsWith("-docker.pkg.dev")) {
            return new Whole();
        }
        return ANY_SIZE;
    }
}
