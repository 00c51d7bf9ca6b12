package io.vmregistry.daemon.image;

import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.ImageReference;
import io.vmregistry.spec.reference.Reference;
import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.spec.reference.Tag;
import io.vmregistry.store.manifest.ManifestReferences;
import io.vmregistry.store.manifest.ManifestStore;
import io.vmregistry.store.manifest.StoredManifest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The manifests of this host, looked through as a whole: a host has hundreds, so nothing is indexed. */
final class StoredImages {

    private static final int PAGE = 1_000;

    private final ManifestStore manifests;

    StoredImages(ManifestStore manifests) {
        this.manifests = manifests;
    }

    /** A manifest and where it was found. */
    record Found(RepositoryName repository, StoredManifest manifest) {}

    /** The manifest that a reference names; for a bare digest, of whichever repository has it. */
    Optional<Found> find(ImageReference reference) {
        RepositoryName repository = LocalName.of(reference);
        Optional<Found> named =
                manifests.get(repository, reference.reference()).map(manifest -> new Found(repository, manifest));
        return named.or(() -> byItsDigestElsewhere(repository, reference.reference()))
                .or(() -> bareDigest(reference).flatMap(this::find));
    }

    /** An image has another digest where it travels in another form. */
    private Optional<Found> byItsDigestElsewhere(RepositoryName repository, Reference reference) {
        return switch (reference) {
            case Reference.ByTag byTag -> Optional.empty();
            case Reference.ByDigest(Digest digest) ->
                manifests.manifests(repository).stream()
                        .flatMap(here -> manifests.get(repository, new Reference.ByDigest(here)).stream())
                        .filter(kept -> KeptForm.isNamedBy(kept, digest))
                        .map(kept -> new Found(repository, kept))
                        .findFirst();
        };
    }

    /** {@code sha256:…} reads as a repository and a tag as well. */
    private static Optional<Digest> bareDigest(ImageReference reference) {
        return LocalName.tag(reference).flatMap(tag -> Digest.parse(reference.repository() + ":" + tag));
    }

    private Optional<Found> find(Digest digest) {
        return repositories().stream()
                .flatMap(repository -> manifests
                        .get(repository, new Reference.ByDigest(digest))
                        .map(manifest -> new Found(repository, manifest))
                        .stream())
                .findFirst();
    }

    List<RepositoryName> repositories() {
        List<RepositoryName> all = new ArrayList<>();
        List<RepositoryName> page;
        do {
            page = manifests.repositories(all.isEmpty() ? "" : all.getLast().value(), PAGE);
            all.addAll(page);
        } while (page.size() == PAGE);
        return all;
    }

    /** The tags of each manifest of a repository; manifests without one are there with none. */
    Map<Digest, List<Tag>> tagsByManifest(RepositoryName repository) {
        Map<Digest, List<Tag>> tags = new HashMap<>();
        manifests.manifests(repository).forEach(digest -> tags.put(digest, new ArrayList<>()));
        for (Tag tag : tags(repository)) {
            manifests
                    .get(repository, new Reference.ByTag(tag))
                    .ifPresent(manifest -> tags.computeIfAbsent(manifest.digest(), digest -> new ArrayList<>())
                            .add(tag));
        }
        return tags;
    }

    private List<Tag> tags(RepositoryName repository) {
        List<Tag> all = new ArrayList<>();
        List<Tag> page;
        do {
            page = manifests.tags(repository, all.isEmpty() ? "" : all.getLast().value(), PAGE);
            all.addAll(page);
        } while (page.size() == PAGE);
        return all;
    }

    /**
     * Every blob that a manifest names.
     *
     * @throws ImageException.UnusableImage when a manifest cannot be read, so that its blobs are not known
     */
    Set<Digest> namedBlobs() {
        Set<Digest> named = new HashSet<>();
        for (RepositoryName repository : repositories()) {
            for (Digest digest : manifests.manifests(repository)) {
                manifests
                        .get(repository, new Reference.ByDigest(digest))
                        .ifPresent(manifest -> named.addAll(blobs(repository, manifest)));
            }
        }
        return named;
    }

    static List<Digest> blobs(RepositoryName repository, StoredManifest manifest) {
        return ManifestReferences.parse(manifest.content())
                .orElseThrow(() -> new ImageException.UnusableImage(
                        repository + "@" + manifest.digest(), "its manifest cannot be read"))
                .blobs()
                .stream()
                .map(ManifestReferences.Blob::digest)
                .toList();
    }
}
