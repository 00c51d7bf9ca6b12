package io.vmregistry.registry.content;

import io.vmregistry.registry.access.Caller;
import io.vmregistry.registry.content.ContentException.ManifestInvalid;
import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.Reference;
import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.spec.reference.Tag;
import io.vmregistry.spec.scope.Action;
import io.vmregistry.store.StoreException.DigestMismatch;
import io.vmregistry.store.StoreException.ManifestBlobUnknown;
import io.vmregistry.store.StoreException.ManifestUnknown;
import io.vmregistry.store.blob.BlobStore;
import io.vmregistry.store.manifest.ManifestReferences;
import io.vmregistry.store.manifest.ManifestStore;
import io.vmregistry.store.manifest.StoredManifest;
import io.vmregistry.store.membership.Membership;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The manifests and tags of repositories. A manifest is taken when everything that it names is in its repository. */
public final class RepositoryManifests {

    private static final int PAGE = 500;

    private final ManifestStore manifests;
    private final BlobStore blobs;
    private final Membership membership;

    public RepositoryManifests(ManifestStore manifests, BlobStore blobs, Membership membership) {
        this.manifests = manifests;
        this.blobs = blobs;
        this.membership = membership;
    }

    public Optional<StoredManifest> get(RepositoryName repository, Reference reference) {
        return manifests.get(repository, reference);
    }

    /**
     * Stores a manifest, then moves the tag if it was put under one. What it names is leased before, so that garbage
     * collection leaves it alone, and looked at again after, so that a blob that was deleted meanwhile is noticed.
     *
     * @param claimed media type as the client named it; empty when it did not
     * @return the manifest's digest
     * @throws ManifestInvalid when it is none
     * @throws DigestMismatch when it was put under a digest that is not its own
     * @throws ManifestBlobUnknown when a blob that it names is not in the repository
     * @throws ManifestUnknown when a manifest that it names is not in the repository
     */
    public Digest put(RepositoryName repository, Reference reference, String claimed, byte[] content) {
        Digest digest = digestFor(reference, content);
        ManifestDocument document = ManifestDocument.parse(content);
        StoredManifest manifest = new StoredManifest(digest, document.mediaType(claimed), content);
        leaseAll(repository, document.references());
        boolean known =
                manifests.get(repository, new Reference.ByDigest(digest)).isPresent();
        manifests.put(repository, manifest);
        for (ManifestReferences.Blob blob : document.references().blobs()) {
            if (!membership.isMember(repository, blob.digest())) {
                if (!known) {
                    manifests.delete(repository, digest);
                }
                throw new ManifestBlobUnknown(blob.digest());
            }
        }
        if (reference instanceof Reference.ByTag(Tag tag)) {
            manifests.tag(repository, tag, digest);
        }
        return digest;
    }

    private static Digest digestFor(Reference reference, byte[] content) {
        return switch (reference) {
            case Reference.ByTag _ -> Digest.of(content);
            case Reference.ByDigest(Digest claimed) -> {
                Digest actual = Digest.from(
                        claimed.algorithm(), claimed.algorithm().newHash().digest(content));
                if (!actual.equals(claimed)) {
                    throw new DigestMismatch(claimed, actual);
                }
                yield actual;
            }
        };
    }

    private void leaseAll(RepositoryName repository, ManifestReferences references) {
        for (ManifestReferences.Blob blob : references.blobs()) {
            OptionalLong size =
                    membership.isMember(repository, blob.digest()) ? blobs.lease(blob.digest()) : OptionalLong.empty();
            if (size.isEmpty()) {
                throw new ManifestBlobUnknown(blob.digest());
            }
            if (size.getAsLong() != blob.size()) {
                throw new ManifestInvalid("it says that blob " + blob.digest() + " has " + blob.size()
                        + " bytes, but it has " + size.getAsLong());
            }
        }
        for (Digest manifest : references.manifests()) {
            if (manifests.get(repository, new Reference.ByDigest(manifest)).isEmpty()) {
                throw new ManifestUnknown(repository + "@" + manifest);
            }
        }
    }

    /** Removes a tag, or a manifest with every tag that points at it; false when there was none. */
    public boolean delete(RepositoryName repository, Reference reference) {
        return switch (reference) {
            case Reference.ByTag(Tag tag) -> manifests.untag(repository, tag);
            case Reference.ByDigest(Digest digest) -> manifests.delete(repository, digest);
        };
    }

    /** At most {@code limit} tags after {@code last}; empty when there is no such repository. */
    public Optional<List<Tag>> tags(RepositoryName repository, String last, int limit) {
        List<Tag> tags = manifests.tags(repository, last, limit);
        boolean exists = !tags.isEmpty() || !manifests.manifests(repository).isEmpty();
        return exists ? Optional.of(tags) : Optional.empty();
    }

    /** At most {@code limit} repositories after {@code last} that the caller may pull. */
    public List<RepositoryName> repositories(Caller caller, String last, int limit) {
        List<RepositoryName> visible = new ArrayList<>();
        String from = last;
        while (true) {
            List<RepositoryName> page = manifests.repositories(from, PAGE);
            for (RepositoryName repository : page) {
                if (visible.size() == limit) {
                    return visible;
                }
                if (caller.may(Action.PULL, repository)) {
                    visible.add(repository);
                }
                from = repository.value();
            }
            if (page.size() < PAGE) {
                return visible;
            }
        }
    }
}
