package io.vmregistry.registry.content;

import io.vmregistry.registry.access.Caller;
import io.vmregistry.registry.content.ContentException.BlobInUse;
import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.spec.scope.Action;
import io.vmregistry.store.StoreException.BlobUnknown;
import io.vmregistry.store.StoreException.DigestMismatch;
import io.vmregistry.store.blob.BlobReader;
import io.vmregistry.store.blob.BlobStore;
import io.vmregistry.store.blob.ByteRange;
import io.vmregistry.store.blob.Upload;
import io.vmregistry.store.blob.UploadId;
import io.vmregistry.store.blob.UploadOwner;
import io.vmregistry.store.manifest.ManifestStore;
import io.vmregistry.store.manifest.RememberedReferences;
import io.vmregistry.store.membership.Membership;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** The blobs of one repository, seen through its membership markers: a blob of another repository is unknown here. */
public final class RepositoryBlobs {

    private static final int PAGE = 500;

    /** How far a mount from anywhere goes through the list of repositories. */
    private static final int PAGES = 40;

    /** About how many of them it looks into. */
    private static final int SEARCHED = 1_000;

    private final BlobStore blobs;
    private final Membership membership;
    private final RememberedReferences references;

    public RepositoryBlobs(BlobStore blobs, Membership membership, ManifestStore manifests) {
        this.blobs = blobs;
        this.membership = membership;
        this.references = new RememberedReferences(manifests);
    }

    /** Size of a blob that the caller may rely on: it is leased, so that a push need not send it. */
    public OptionalLong lease(RepositoryName repository, Digest digest) {
        return has(repository, digest) ? blobs.lease(digest) : OptionalLong.empty();
    }

    public OptionalLong size(RepositoryName repository, Digest digest) {
        return has(repository, digest) ? blobs.size(digest) : OptionalLong.empty();
    }

    /** A blob that was taken away is one of the repository's again when a manifest names it: who took it away died on the way. */
    private boolean has(RepositoryName repository, Digest digest) {
        return switch (membership.standing(repository, digest)) {
            case MEMBER -> true;
            case STRANGER -> false;
            case TAKEN_AWAY -> {
                boolean named = references.namer(repository, digest).isPresent();
                if (named) {
                    membership.link(repository, digest);
                }
                yield named;
            }
        };
    }

    /**
     * Opens bytes of a blob.
     *
     * @throws BlobUnknown when the repository has no such blob
     */
    public BlobReader open(RepositoryName repository, Digest digest, ByteRange range) {
        if (!has(repository, digest)) {
            throw new BlobUnknown(digest);
        }
        return blobs.open(digest, range);
    }

    public Upload begin(UploadOwner owner, Digest.Algorithm expected) {
        return blobs.begin(owner, expected);
    }

    /**
     * Makes a blob of the owner's repository of bytes that come in one go. Nothing is left of them when that fails.
     *
     * @param content writes them to the upload
     * @throws DigestMismatch when they have another digest
     */
    public void put(UploadOwner owner, Digest digest, Consumer<Upload> content) {
        Upload upload = blobs.begin(owner, digest);
        try {
            content.accept(upload);
            commit(owner.repository(), upload, digest);
        } finally {
            upload.cancel();
        }
    }

    /** Where the blob can be read without this server, when that is offered and the repository has it. */
    public Optional<URI> directUrl(RepositoryName repository, Digest digest) {
        return blobs.directUrl(digest).filter(_ -> has(repository, digest));
    }

    public Upload resume(UploadOwner owner, UploadId id) {
        return blobs.resume(owner, id);
    }

    /** Makes an upload a blob of the repository. A crash in between leaves a blob that garbage collection frees. */
    public void commit(RepositoryName repository, Upload upload, Digest expected) {
        upload.commit(expected);
        membership.link(repository, expected);
    }

    /**
     * Makes a blob of another repository one of this one as well. Who asks has to be allowed to read the other one.
     *
     * @return false when the other repository has no such blob; nothing was changed then
     */
    public boolean mount(RepositoryName repository, RepositoryName from, Digest digest) {
        if (lease(from, digest).isEmpty()) {
            return false;
        }
        membership.link(repository, digest);
        return true;
    }

    /**
     * As {@link #mount}, from whichever repository that the caller may read has the blob. It looks at a limited number of
     * those and at no others: neither the answer nor the time that it takes tells of what the caller may not read.
     */
    public boolean mountFromAnywhere(RepositoryName repository, Caller caller, Digest digest) {
        String last = "";
        int left = SEARCHED;
        for (int pages = 0; pages < PAGES && left > 0; pages++) {
            List<RepositoryName> page = membership.repositories(last, PAGE);
            for (RepositoryName candidate : page) {
                last = candidate.value();
                if (caller.may(Action.PULL, candidate)) {
                    left--;
                    if (mount(repository, candidate, digest)) {
                        return true;
                    }
                }
            }
            if (page.size() < PAGE) {
                return false;
            }
        }
        return false;
    }

    /**
     * Takes a blob away from the repository; its bytes go with garbage collection when nothing else names them. The
     * manifests are looked at before and after: a manifest that was put meanwhile has been seen by one of the two, or
     * has itself seen that the blob was taken away. A crash in between leaves a blob that was taken away and is named,
     * which {@link #has} finds.
     *
     * @return false when the repository has no such blob
     * @throws BlobInUse when a manifest of the repository names it
     */
    public boolean delete(RepositoryName repository, Digest digest) {
        refuseWhenNamed(repository, digest);
        if (!membership.takeAway(repository, digest)) {
            return false;
        }
        try {
            refuseWhenNamed(repository, digest);
        } catch (BlobInUse e) {
            membership.link(repository, digest);
            throw e;
        }
        return true;
    }

    private void refuseWhenNamed(RepositoryName repository, Digest digest) {
        references.namer(repository, digest).ifPresent(manifest -> {
            throw new BlobInUse(digest, manifest);
        });
    }
}
