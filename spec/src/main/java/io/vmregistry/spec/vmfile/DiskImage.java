package io.vmregistry.spec.vmfile;

import io.vmregistry.spec.reference.ImageReference;
import java.net.URI;
import java.util.Optional;

/** Where a VMFile's disk comes from. */
public sealed interface DiskImage {

    /** A path as it was written: absolute, relative to the VMFile, or starting with {@code ~}. */
    record LocalFile(String path) implements DiskImage {
        @Override
        public String toString() {
            return path;
        }
    }

    /** An {@code https://} address. */
    record Download(URI address) implements DiskImage {
        @Override
        public String toString() {
            return address.toString();
        }
    }

    /** A disk layer in an OCI registry, {@code oci://registry/repository:tag}. */
    record RegistryImage(ImageReference reference) implements DiskImage {
        @Override
        public String toString() {
            return "oci://" + reference;
        }
    }

    /** Empty when the text names no disk. */
    static Optional<DiskImage> parse(String text) {
        int scheme = text.indexOf("://");
        if (scheme < 0) {
            return text.isBlank() ? Optional.empty() : Optional.of(new LocalFile(text));
        }
        return switch (text.substring(0, scheme)) {
            case "https" -> download(text);
            case "oci" -> ImageReference.parse(text.substring(scheme + 3)).map(RegistryImage::new);
            default -> Optional.empty();
        };
    }

    private static Optional<DiskImage> download(String text) {
        try {
            return Optional.of(new Download(URI.create(text)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
