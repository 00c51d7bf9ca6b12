package io.vmregistry.daemon.image;

import io.vmregistry.spec.reference.ImageReference;
import io.vmregistry.spec.reference.Reference;
import io.vmregistry.spec.reference.RegistryHost;
import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.spec.reference.Tag;
import java.util.Locale;
import java.util.Optional;

/**
 * Under which repository of the local store an image is kept. Images of the daemon's own registry keep their name; those
 * of another have its host in front, where a port's colon is written {@code __}, which no host name holds.
 */
final class LocalName {

    private static final String PORT = "__";

    private LocalName() {}

    /**
     * The repository of the local store.
     *
     * @throws ImageException.InvalidRequest when the host has no place in a repository's name
     */
    static RepositoryName of(ImageReference reference) {
        if (reference.registry().isEmpty()) {
            return reference.repository();
        }
        String host =
                reference.registry().get().authority().toLowerCase(Locale.ROOT).replace(":", PORT);
        return RepositoryName.parse(host + "/" + reference.repository())
                .orElseThrow(() -> new ImageException.InvalidRequest(
                        "Tried to use image \"%s\" but failed because the host cannot be part of a local name. Use a host name instead of an IPv6 address."
                                .formatted(reference)));
    }

    /** What a user would write to name a tag of a repository of the local store. */
    static String display(RepositoryName repository, Tag tag) {
        return display(repository) + ":" + tag;
    }

    /** What a user would write to name a repository of the local store. */
    static String display(RepositoryName repository) {
        String value = repository.value();
        int slash = value.indexOf('/');
        String first = slash < 0 ? "" : value.substring(0, slash);
        int port = first.lastIndexOf(PORT);
        if (port < 0) {
            return value;
        }
        String host = first.substring(0, port) + ":" + first.substring(port + PORT.length());
        return RegistryHost.parse(host).isPresent() ? host + value.substring(slash) : value;
    }

    /**
     * Reads a reference as a user writes it; a bare digest is looked for everywhere.
     *
     * @throws ImageException.InvalidRequest when it is none
     */
    static ImageReference parse(String text) {
        return ImageReference.parse(text)
                .orElseThrow(() -> new ImageException.InvalidRequest(
                        "\"%s\" is not an image reference. Write it like demo/tiny:latest or demo/tiny@sha256:…"
                                .formatted(text)));
    }

    /** The tag of a reference that has to have one. */
    static Optional<Tag> tag(ImageReference reference) {
        return switch (reference.reference()) {
            case Reference.ByTag(Tag tag) -> Optional.of(tag);
            case Reference.ByDigest byDigest -> Optional.empty();
        };
    }
}
