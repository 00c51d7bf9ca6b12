package io.vmregistry.store.manifest;

import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.Reference;
import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.spec.reference.Tag;
import java.util.List;
import java.util.Optional;

/**
 * Manifests by repository and reference, and the tags that point at them. A tag never names a manifest that is not
 * there: the manifest is durable before the tag moves, and deleting a manifest removes its tags first.
 *
 * <p>Every method may be called from any thread and can throw
 * {@link io.vmregistry.store.StoreException.StoreUnavailable}. Of two racing moves of one tag the last one wins, whole.
 */
public interface ManifestStore {

    /** Empty when the repository has no such tag or manifest. */
    Optional<StoredManifest> get(RepositoryName repository, Reference reference);

    /** Puts a manifest under its digest. Repeating it changes nothing. */
    void put(RepositoryName repository, StoredManifest manifest);

    /**
     * Points a tag at a manifest of the repository.
     *
     * @throws io.vmregistry.store.StoreException.ManifestUnknown when the repository has no such manifest
     */
    void tag(RepositoryName repository, Tag tag, Digest manifest);

    /** Removes a tag, leaving its manifest; false when there was none. */
    boolean untag(RepositoryName repository, Tag tag);

    /** Removes a manifest and every tag that points at it; false when there was none. */
    boolean delete(RepositoryName repository, Digest manifest);

    /** At most {@code limit} tags of the repository after {@code last} in lexical order; from the first when empty. */
    List<Tag> tags(RepositoryName repository, String last, int limit);

    /** At most {@code limit} repositories that hold a manifest, after {@code last} in lexical order. */
    List<RepositoryName> repositories(String last, int limit);

    /** Digests of every manifest of the repository, in no order. */
    List<Digest> manifests(RepositoryName repository);
}
