package io.vmregistry.registry.observation;

import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.Reference;
import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.spec.reference.Tag;
import io.vmregistry.store.manifest.ManifestStore;
import io.vmregistry.store.manifest.StoredManifest;
import java.util.List;
import java.util.Optional;

/** A manifest store whose calls are timed. */
public record ObservedManifestStore(ManifestStore store, StorageObserver observer) implements ManifestStore {

    @Override
    public Optional<StoredManifest> get(RepositoryName repository, Reference reference) {
        return observer.observe("manifest.get", () -> store.get(repository, reference));
    }

    @Override
    public void put(RepositoryName repository, StoredManifest manifest) {
        observer.observe("manifest.put", () -> store.put(repository, manifest));
    }

    @Override
    public void tag(RepositoryName repository, Tag tag, Digest manifest) {
        observer.observe("manifest.tag", () -> store.tag(repository, tag, manifest));
    }

    @Override
    public boolean untag(RepositoryName repository, Tag tag) {
        return observer.observe("manifest.untag", () -> store.untag(repository, tag));
    }

    @Override
    public boolean delete(RepositoryName repository, Digest manifest) {
        return observer.observe("manifest.delete", () -> store.delete(repository, manifest));
    }

    @Override
    public List<Tag> tags(RepositoryName repository, String last, int limit) {
        return observer.observe("manifest.tags", () -> store.tags(repository, last, limit));
    }

    @Override
    public List<RepositoryName> repositories(String last, int limit) {
        return observer.observe("manifest.repositories", () -> store.repositories(last, limit));
    }

    @Override
    public List<Digest> manifests(RepositoryName repository) {
        return observer.observe("manifest.list", () -> store.manifests(repository));
    }
}
