package io.vmregistry.daemon.image;

import io.vmregistry.client.transfer.BlobOrigins;
import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.ImageReference;
import io.vmregistry.spec.reference.Reference;
import io.vmregistry.spec.reference.RegistryHost;
import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.spec.reference.Tag;
import io.vmregistry.store.manifest.ManifestStore;
import java.util.Optional;

/** Guesses from the images of this host: those of the same registry were pulled from there, or pushed there before. */
final class KnownOrigins implements BlobOrigins {

    private final StoredImages stored;
    private final ManifestStore manifests;
    private final Optional<RegistryHost> registry;

    KnownOrigins(StoredImages stored, ManifestStore manifests, ImageReference pushed) {
        this.stored = stored;
        this.manifests = manifests;
        this.registry = pushed.registry();
    }

    @Override
    public Optional<RepositoryName> find(RepositoryName repository, Digest digest) {
        return stored.repositories().stream()
                .flatMap(local ->
                        atRegistry(local).stream().filter(there -> !there.equals(repository) && names(local, digest)))
                .findFirst();
    }

    /** The name that a local repository has at the registry; empty when it is of another one. */
    private Optional<RepositoryName> atRegistry(RepositoryName local) {
        return ImageReference.parse(LocalName.display(local, Tag.LATEST))
                .filter(reference -> reference.registry().equals(registry))
                .map(RegistryAccess::repository);
    }

    private boolean names(RepositoryName local, Digest digest) {
        return manifests.manifests(local).stream()
                .flatMap(manifest -> manifests.get(local, new Reference.ByDigest(manifest)).stream())
                .anyMatch(manifest -> StoredImages.blobs(local, manifest).contains(digest));
    }
}
