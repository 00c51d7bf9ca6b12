package io.vmregistry.registry.content;

import io.vmregistry.registry.access.Caller;
import io.vmregistry.registry.content.ContentException.ManifestInvalid;
import io.vmregistry.registry.content.ContentException.ReferenceUnknown;
import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.Reference;
import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.spec.reference.Tag;
import io.vmregistry.store.StoreException.DigestMismatch;
import io.vmregistry.store.StoreException.ManifestBlobUnknown;
import io.vmregistry.store.StoreException.ManifestUnknown;
import io.vmregistry.store.blob.BlobStore;
import io.vmregistry.store.manifest.ManifestReferences;
import io.vmregistry.store.manifest.ManifestStore;
import io.vmregistry.store.manifest.StoredManifest;
import io.vmregistry.store.membership.Membership;
import io.vmregistry.store.referrer.ReferrerIndex;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** The manifests and tags of repositories. A manifest is taken when everything that it names is in its repository. */
public final class RepositoryManifests {

    private final ManifestStore manifests;
    private final BlobStore blobs;
    private final Membership membership;
    private final ReferrerIndex referrers;

    /**
     * What a manifest is put under.
     *
     * @param digest its own; empty when it is to be computed
     */
    public record Target(Optional<Digest> digest, List<Tag> tags) {
        public Target {
            tags = List.copyOf(tags);
        }
    }

    /** What was put. */
    public record Stored(Digest digest, Optional<Digest> subject) {}

    public RepositoryManifests(
            ManifestStore manifests, BlobStore blobs, Membership membership, ReferrerIndex referrers) {
        this.manifests = manifests;
        this.blobs = blobs;
        this.membership = membership;
        this.referrers = referrers;
    }

    public Optional<StoredManifest> get(RepositoryName repository, Reference reference) {
        return manifests.get(repository, reference);
    }

    /**
     * Stores a manifest, then moves the tags that it was put under. What it names is leased before, so that garbage
     * collection leaves it alone, and looked at again after, so that a blob that was deleted meanwhile becomes one of the
     * repository's again.
     *
     * @param claimed media type as the client named it; empty when it did not
     * @param content which nobody writes to any more
     * @throws ManifestInvalid when it is none
     * @throws DigestMismatch when it was put under a digest that is not its own
     * @throws ManifestBlobUnknown when a blob that it names is not in the repository
     * @throws ReferenceUnknown when a manifest that it names is not in the repository
     * @throws ManifestUnknown when it was deleted before it was tagged
     */
    public Stored put(RepositoryName repository, Target target, String claimed, byte[] content) {
        Digest digest = digestFor(target, content);
        ManifestDocument document = ManifestDocument.parse(content);
        StoredManifest manifest = new StoredManifest(digest, document.mediaType(claimed), content);
        Set<Digest> needed = leaseAll(repository, document.references());
        store(repository, manifest, document);
        needed.forEach(blob -> keep(repository, blob));
        target.tags().forEach(tag -> manifests.tag(repository, tag, digest));
        return new Stored(digest, document.subject());
    }

    /**
     * A deletion of the blob that looked at the manifests before this one was there has taken it away. Its bytes
     * are leased, so they are there, and come back: the deletion counts as the earlier of the two.
     */
    private void keep(RepositoryName repository, Digest blob) {
        if (membership.isMember(repository, blob)) {
            return;
        }
        membership.link(repository, blob);
        if (blobs.lease(blob).isEmpty()) {
            throw new ManifestBlobUnknown(blob);
        }
    }

    /**
     * The subject's entry is written before the manifest, so that a crash leaves no manifest that is not listed, and once
     * more after it, because a sweep may have taken the first one away.
     */
    private void store(RepositoryName repository, StoredManifest manifest, ManifestDocument document) {
        document.subject().ifPresent(about -> referrers.link(repository, about, manifest.digest()));
        manifests.put(repository, manifest);
        document.subject().ifPresent(about -> referrers.link(repository, about, manifest.digest()));
    }

    private static Digest digestFor(Target target, byte[] content) {
        if (target.digest().isEmpty()) {
            return Digest.of(content);
        }
        Digest claimed = target.digest().get();
        Digest.Algorithm algorithm = claimed.algorithm();
        Digest actual = Digest.from(algorithm, algorithm.newHash().digest(content));
        if (!actual.equals(claimed)) {
            throw new DigestMismatch(claimed, actual);
        }
        return actual;
    }

    /** Leases every blob once, however often it is named, and returns those that have to be there. */
    private Set<Digest> leaseAll(RepositoryName repository, ManifestReferences references) {
        Map<Digest, OptionalLong> sizes = new HashMap<>();
        Set<Digest> needed = new LinkedHashSet<>();
        for (ManifestReferences.Blob blob : references.blobs()) {
            OptionalLong size = sizes.computeIfAbsent(blob.digest(), digest -> lease(repository, digest));
            if (size.isPresent() && size.getAsLong() != blob.size()) {
                throw new ManifestInvalid("it says that blob " + blob.digest() + " has " + blob.size()
                        + " bytes, but it has " + size.getAsLong());
            }
            if (!blob.elsewhere()) {
                if (size.isEmpty()) {
                    throw new ManifestBlobUnknown(blob.digest());
                }
                needed.add(blob.digest());
            }
        }
        for (Digest manifest : references.manifests()) {
            if (manifests.get(repository, new Reference.ByDigest(manifest)).isEmpty()) {
                throw new ReferenceUnknown(manifest);
            }
        }
        return needed;
    }

    private OptionalLong lease(RepositoryName repository, Digest blob) {
        return membership.isMember(repository, blob) ? blobs.lease(blob) : OptionalLong.empty();
    }

    /**
     * Removes a tag, or a manifest with every tag that points at it; false when there was none. The manifest's entry under its
     * subject stays, since whoever puts it again meanwhile may have written that already: readers pass over it, a sweep takes it.
     */
    public boolean delete(RepositoryName repository, Reference reference) {
        return switch (reference) {
            case Reference.ByTag(Tag tag) -> manifests.untag(repository, tag);
            case Reference.ByDigest(Digest digest) -> manifests.delete(repository, digest);
        };
    }

    /**
     * A page of the manifests that name a subject.
     *
     * @param artifactTypes only those of one of these types; all when empty
     * @param last the last one that was looked at before; empty for the first page
     */
    public ReferrerPage referrers(RepositoryName repository, Digest subject, Set<String> artifactTypes, String last) {
        return ReferrerPage.read(manifests, referrers, repository, subject, artifactTypes, last);
    }

    /** At most {@code limit} tags after {@code last}; empty when there is no such repository. */
    public Optional<List<Tag>> tags(RepositoryName repository, String last, int limit) {
        List<Tag> tags = manifests.tags(repository, last, limit);
        boolean exists = !tags.isEmpty() || !manifests.manifests(repository).isEmpty();
        return exists ? Optional.of(tags) : Optional.empty();
    }

    /** At most {@code limit} repositories after {@code last} that the caller may pull. */
    public List<RepositoryName> repositories(Caller caller, String last, int limit) {
        return new Catalog(manifests, caller).after(last, limit);
    }
}
