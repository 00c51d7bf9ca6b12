package io.vmregistry.spec.reference;

import java.util.Optional;

/**
 * An image as a user writes it: {@code [host[:port]/]repository[:tag][@digest]}. Without a tag and a digest it means
 * {@link Tag#LATEST}. With both, the digest decides and the tag is a note for the reader.
 *
 * @param registry the registry's authority; empty means the daemon's own registry
 */
public record ImageReference(Optional<RegistryHost> registry, RepositoryName repository, Reference reference) {

    public static ImageReference of(RepositoryName repository, Tag tag) {
        return new ImageReference(Optional.empty(), repository, new Reference.ByTag(tag));
    }

    /** Empty when the text is no image reference. */
    public static Optional<ImageReference> parse(String text) {
        int at = text.indexOf('@');
        String named = at < 0 ? text : text.substring(0, at);
        int slash = named.indexOf('/');
        Optional<RegistryHost> host = slash < 0 ? Optional.empty() : RegistryHost.parse(named.substring(0, slash));
        String path = host.isPresent() ? named.substring(slash + 1) : named;
        int colon = path.indexOf(':');
        Optional<RepositoryName> repository = RepositoryName.parse(colon < 0 ? path : path.substring(0, colon));
        Optional<Tag> tag = colon < 0 ? Optional.of(Tag.LATEST) : Tag.parse(path.substring(colon + 1));
        if (repository.isEmpty() || tag.isEmpty()) {
            return Optional.empty();
        }
        Optional<Reference> reference = at < 0
                ? Optional.of(new Reference.ByTag(tag.get()))
                : Digest.parse(text.substring(at + 1)).map(Reference.ByDigest::new);
        return reference.map(found -> new ImageReference(host, repository.get(), found));
    }

    /**
     * The canonical text; {@link #parse} gives back an equal value. The one exception is a repository without a registry whose
     * first of several segments looks like a host ({@code a.b/c}): no text means that, and VMFiles cannot be called so.
     */
    @Override
    public String toString() {
        String prefix = registry.map(host -> host + "/").orElse("");
        return switch (reference) {
            case Reference.ByTag(Tag tag) -> prefix + repository + ":" + tag;
            case Reference.ByDigest(Digest digest) -> prefix + repository + "@" + digest;
        };
    }
}
