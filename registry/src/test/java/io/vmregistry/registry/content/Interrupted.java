package io.vmregistry.registry.content;

import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.Reference;
import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.spec.reference.Tag;
import io.vmregistry.store.manifest.ManifestStore;
import io.vmregistry.store.manifest.StoredManifest;
import java.util.List;
import java.util.Optional;

/** A real store in whose operations something else happens. */
abstract class Interrupted implements ManifestStore {
    private final ManifestStore store;

    Interrupted(ManifestStore store) {
        this.store = store;
    }

    @Override
    public Optional<StoredManifest> get(RepositoryName repository, Reference reference) {
        return store.get(repository, reference);
    }

    @Override
    public void put(RepositoryName repository, StoredManifest manifest) {
        store.put(repository, manifest);
    }

    @Override
    public void tag(RepositoryName repository, Tag tag, Digest manifest) {
        store.tag(repository, tag, manifest);
    }

    @Override
    public boolean untag(RepositoryName repository, Tag tag) {
        return store.untag(repository, tag);
    }

    @Override
    public boolean delete(RepositoryName repository, Digest manifest) {
        return store.delete(repository, manifest);
    }

    @Override
    public List<Tag> tags(RepositoryName repository, String last, int limit) {
        return store.tags(repository, last, limit);
    }

    @Override
    public List<RepositoryName> repositories(String last, int limit) {
        return store.repositories(last, limit);
    }

    @Override
    public List<Digest> manifests(RepositoryName repository) {
        return store.manifests(repository);
    }
}
