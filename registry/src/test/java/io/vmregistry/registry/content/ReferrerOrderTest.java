package io.vmregistry.registry.content;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmregistry.registry.content.RepositoryManifests.Target;
import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.Reference;
import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.store.StoreException.StoreUnavailable;
import io.vmregistry.store.filesystem.Durability;
import io.vmregistry.store.filesystem.FilesystemBlobStore;
import io.vmregistry.store.filesystem.FilesystemManifestStore;
import io.vmregistry.store.filesystem.FilesystemMembership;
import io.vmregistry.store.filesystem.FilesystemReferrerIndex;
import io.vmregistry.store.manifest.ManifestStore;
import io.vmregistry.store.manifest.StoredManifest;
import io.vmregistry.store.referrer.ReferrerIndex;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A manifest that is there is listed under its subject, whatever happens between the two writes. */
class ReferrerOrderTest {
    private static final RepositoryName REPOSITORY = new RepositoryName("alice/debian");
    private static final Digest SUBJECT = Digest.of("subject".getBytes(UTF_8));
    private static final String TYPE = "application/vnd.oci.image.index.v1+json";
    private static final byte[] REFERRER = ("{\"schemaVersion\":2,\"mediaType\":\"" + TYPE
                    + "\",\"manifests\":[],\"subject\":{\"digest\":\"" + SUBJECT + "\",\"size\":7}}")
            .getBytes(UTF_8);
    private static final Digest DIGEST = Digest.of(REFERRER);

    @TempDir
    Path root;

    private ManifestStore real;
    private ReferrerIndex index;

    @BeforeEach
    void openStores() {
        real = new FilesystemManifestStore(root, Durability.NONE);
        index = new FilesystemReferrerIndex(root, Durability.NONE);
    }

    private RepositoryManifests over(ManifestStore manifests) {
        return new RepositoryManifests(
                manifests,
                new FilesystemBlobStore(root, Durability.NONE),
                new FilesystemMembership(root, Durability.NONE),
                index);
    }

    private static void push(RepositoryManifests manifests) {
        manifests.put(REPOSITORY, new Target(Optional.of(DIGEST), List.of()), TYPE, REFERRER);
    }

    private List<Digest> listed() {
        return over(real).referrers(REPOSITORY, SUBJECT, Set.of(), "").referrers().stream()
                .map(ReferrerDescriptor::digest)
                .toList();
    }

    @Test
    void aPushThatDiedBeforeTheManifestIsNotListed() {
        RepositoryManifests dying = over(new Interrupted(real) {
            @Override
            public void put(RepositoryName repository, StoredManifest manifest) {
                throw new StoreUnavailable("killed", new IOException());
            }
        });
        assertThatThrownBy(() -> push(dying)).isInstanceOf(StoreUnavailable.class);
        assertThat(index.referrers(REPOSITORY, SUBJECT, "", 10)).containsExactly(DIGEST);
        assertThat(listed()).isEmpty();
        push(over(real));
        assertThat(listed()).containsExactly(DIGEST);
    }

    @Test
    void aPushThatDiedAfterTheManifestIsListed() {
        RepositoryManifests dying = over(new Interrupted(real) {
            @Override
            public void put(RepositoryName repository, StoredManifest manifest) {
                super.put(repository, manifest);
                throw new StoreUnavailable("killed", new IOException());
            }
        });
        assertThatThrownBy(() -> push(dying)).isInstanceOf(StoreUnavailable.class);
        assertThat(listed()).containsExactly(DIGEST);
    }

    @Test
    void aManifestThatIsPushedWhileItIsDeletedStaysListed() {
        push(over(real));
        RepositoryManifests racing = over(new Interrupted(real) {
            @Override
            public boolean delete(RepositoryName repository, Digest manifest) {
                boolean deleted = super.delete(repository, manifest);
                push(over(real));
                return deleted;
            }
        });
        assertThat(racing.delete(REPOSITORY, new Reference.ByDigest(DIGEST))).isTrue();
        assertThat(real.get(REPOSITORY, new Reference.ByDigest(DIGEST))).isPresent();
        assertThat(listed()).containsExactly(DIGEST);
    }

    @Test
    void aManifestWhoseEntryIsDeletedWhileItIsPushedIsListed() {
        RepositoryManifests racing = over(new Interrupted(real) {
            @Override
            public void put(RepositoryName repository, StoredManifest manifest) {
                over(real).delete(REPOSITORY, new Reference.ByDigest(DIGEST));
                index.unlinkIfIdle(REPOSITORY, SUBJECT, DIGEST, Instant.MAX);
                super.put(repository, manifest);
            }
        });
        push(racing);
        assertThat(listed()).containsExactly(DIGEST);
    }
}
