package io.vmregistry.registry.content;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmregistry.registry.content.ContentException.BlobInUse;
import io.vmregistry.registry.content.RepositoryManifests.Target;
import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.Reference;
import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.spec.reference.Tag;
import io.vmregistry.store.StoreException.BlobUnknown;
import io.vmregistry.store.StoreException.ManifestBlobUnknown;
import io.vmregistry.store.StoreException.StoreUnavailable;
import io.vmregistry.store.blob.BlobReader;
import io.vmregistry.store.blob.BlobStore;
import io.vmregistry.store.blob.ByteRange;
import io.vmregistry.store.blob.UploadOwner;
import io.vmregistry.store.filesystem.Durability;
import io.vmregistry.store.filesystem.FilesystemBlobStore;
import io.vmregistry.store.filesystem.FilesystemManifestStore;
import io.vmregistry.store.filesystem.FilesystemMembership;
import io.vmregistry.store.filesystem.FilesystemReferrerIndex;
import io.vmregistry.store.manifest.ManifestStore;
import io.vmregistry.store.manifest.StoredManifest;
import io.vmregistry.store.membership.Membership;
import io.vmregistry.store.membership.Membership.Standing;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The deletion of a blob, a push that names it, and processes that die on the way: a manifest that is there has its blobs. */
class BlobDeletionTest {
    private static final RepositoryName REPOSITORY = new RepositoryName("alice/debian");
    private static final RepositoryName OTHER = new RepositoryName("alice/other");
    private static final byte[] CONFIG = "{}".getBytes(UTF_8);
    private static final Digest BLOB = Digest.of(CONFIG);
    private static final String TYPE = "application/vnd.oci.image.manifest.v1+json";
    private static final byte[] IMAGE = ("{\"schemaVersion\":2,\"mediaType\":\"" + TYPE + "\",\"config\":{\"digest\":\""
                    + BLOB + "\",\"size\":2},\"layers\":[]}")
            .getBytes(UTF_8);
    private static final Target UNTAGGED = new Target(Optional.empty(), List.of());

    @TempDir
    Path root;

    private BlobStore store;
    private ManifestStore real;
    private Membership membership;

    @BeforeEach
    void pushTheBlob() {
        store = new FilesystemBlobStore(root, Durability.NONE);
        real = new FilesystemManifestStore(root, Durability.NONE);
        membership = new FilesystemMembership(root, Durability.NONE);
        blobs(real).put(new UploadOwner(REPOSITORY, "alice"), BLOB, upload -> upload.write(ByteBuffer.wrap(CONFIG)));
    }

    private RepositoryBlobs blobs(ManifestStore manifests) {
        return new RepositoryBlobs(store, membership, manifests);
    }

    private RepositoryManifests over(ManifestStore manifests) {
        return new RepositoryManifests(
                manifests, store, membership, new FilesystemReferrerIndex(root, Durability.NONE));
    }

    private void push(RepositoryManifests manifests) {
        manifests.put(REPOSITORY, UNTAGGED, TYPE, IMAGE);
    }

    /** Dies when it looks at the manifests for the second time; the push was acknowledged between the two. */
    private void dieInADeletionBesideAPush() {
        ManifestStore dying = new Interrupted(real) {
            private int looks;

            @Override
            public List<Digest> manifests(RepositoryName repository) {
                looks++;
                if (looks == 2) {
                    throw new StoreUnavailable("killed", new IOException());
                }
                List<Digest> seen = super.manifests(repository);
                push(over(real));
                return seen;
            }
        };
        assertThatThrownBy(() -> blobs(dying).delete(REPOSITORY, BLOB)).isInstanceOf(StoreUnavailable.class);
        assertThat(membership.standing(REPOSITORY, BLOB)).isEqualTo(Standing.TAKEN_AWAY);
    }

    @Test
    void aBlobThatWasTakenAwayByOneThatDiedIsReadWhenItsManifestIsThere() throws IOException {
        dieInADeletionBesideAPush();

        try (BlobReader reader = blobs(real).open(REPOSITORY, BLOB, ByteRange.ALL)) {
            assertThat(reader.stream().readAllBytes()).isEqualTo(CONFIG);
        }
        assertThat(membership.standing(REPOSITORY, BLOB)).isEqualTo(Standing.MEMBER);
    }

    @Test
    void everyOtherWayToAskForItFindsItToo() {
        dieInADeletionBesideAPush();
        assertThat(blobs(real).size(REPOSITORY, BLOB)).hasValue(CONFIG.length);

        assertThatThrownBy(() -> blobs(real).delete(REPOSITORY, BLOB)).isInstanceOf(BlobInUse.class);

        assertThat(membership.takeAway(REPOSITORY, BLOB)).isTrue();
        assertThat(blobs(real).lease(REPOSITORY, BLOB)).hasValue(CONFIG.length);

        assertThat(membership.takeAway(REPOSITORY, BLOB)).isTrue();
        assertThat(blobs(real).mount(OTHER, REPOSITORY, BLOB)).isTrue();
    }

    @Test
    void aPushThatDiedBesideADeletionLeavesNoManifestWithoutItsBlob() {
        RepositoryManifests dying = over(new Interrupted(real) {
            @Override
            public void put(RepositoryName repository, StoredManifest manifest) {
                assertThat(blobs(real).delete(REPOSITORY, BLOB)).isTrue();
                super.put(repository, manifest);
                throw new StoreUnavailable("killed", new IOException());
            }
        });
        assertThatThrownBy(() -> push(dying)).isInstanceOf(StoreUnavailable.class);

        assertThat(real.get(REPOSITORY, new Reference.ByDigest(Digest.of(IMAGE))))
                .isPresent();
        assertThat(blobs(real).size(REPOSITORY, BLOB)).hasValue(CONFIG.length);
    }

    @Test
    void aBlobThatNothingNamesIsGoneAtOnce() {
        assertThat(blobs(real).delete(REPOSITORY, BLOB)).isTrue();

        assertThat(blobs(real).size(REPOSITORY, BLOB)).isEmpty();
        assertThat(blobs(real).lease(REPOSITORY, BLOB)).isEmpty();
        assertThatThrownBy(() -> blobs(real).open(REPOSITORY, BLOB, ByteRange.ALL))
                .isInstanceOf(BlobUnknown.class);
        assertThat(blobs(real).mount(OTHER, REPOSITORY, BLOB)).isFalse();
        assertThat(blobs(real).delete(REPOSITORY, BLOB)).isFalse();
        assertThatThrownBy(() -> push(over(real))).isInstanceOf(ManifestBlobUnknown.class);
    }

    @Test
    void aPushThatSeesItsBlobGoneBringsItBackAndLeavesAnothersTag() {
        Tag latest = new Tag("latest");
        RepositoryManifests first = over(new Interrupted(real) {
            @Override
            public void put(RepositoryName repository, StoredManifest manifest) {
                over(real).put(REPOSITORY, new Target(Optional.empty(), List.of(latest)), TYPE, IMAGE);
                super.put(repository, manifest);
                assertThat(membership.takeAway(REPOSITORY, BLOB)).isTrue();
            }
        });

        push(first);

        assertThat(membership.isMember(REPOSITORY, BLOB)).isTrue();
        assertThat(real.get(REPOSITORY, new Reference.ByTag(latest))).isPresent();
    }
}
