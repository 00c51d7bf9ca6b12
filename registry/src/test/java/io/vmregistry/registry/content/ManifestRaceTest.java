package io.vmregistry.registry.content;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmregistry.registry.content.RepositoryManifests.Target;
import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.Reference;
import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.spec.reference.Tag;
import io.vmregistry.store.blob.UploadOwner;
import io.vmregistry.store.filesystem.Durability;
import io.vmregistry.store.filesystem.FilesystemBlobStore;
import io.vmregistry.store.filesystem.FilesystemManifestStore;
import io.vmregistry.store.filesystem.FilesystemMembership;
import io.vmregistry.store.filesystem.FilesystemReferrerIndex;
import io.vmregistry.store.manifest.ManifestStore;
import io.vmregistry.store.manifest.StoredManifest;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two pushes of one manifest and a deletion of its blob, all at once. */
class ManifestRaceTest {
    private static final RepositoryName REPOSITORY = new RepositoryName("alice/debian");
    private static final byte[] CONFIG = "{}".getBytes(UTF_8);
    private static final Digest BLOB = Digest.of(CONFIG);
    private static final String TYPE = "application/vnd.oci.image.manifest.v1+json";
    private static final byte[] IMAGE = ("{\"schemaVersion\":2,\"mediaType\":\"" + TYPE + "\",\"config\":{\"digest\":\""
                    + BLOB + "\",\"size\":2},\"layers\":[]}")
            .getBytes(UTF_8);
    private static final Tag LATEST = new Tag("latest");

    @TempDir
    Path root;

    private RepositoryManifests over(ManifestStore manifests) {
        return new RepositoryManifests(
                manifests,
                new FilesystemBlobStore(root, Durability.NONE),
                new FilesystemMembership(root, Durability.NONE),
                new FilesystemReferrerIndex(root, Durability.NONE));
    }

    private void pushBlob(RepositoryBlobs blobs) {
        blobs.put(new UploadOwner(REPOSITORY, "alice"), BLOB, upload -> upload.write(ByteBuffer.wrap(CONFIG)));
    }

    @Test
    void aPushThatSeesItsBlobGoneBringsItBackAndLeavesAnothersTag() {
        ManifestStore real = new FilesystemManifestStore(root, Durability.NONE);
        FilesystemMembership membership = new FilesystemMembership(root, Durability.NONE);
        pushBlob(new RepositoryBlobs(new FilesystemBlobStore(root, Durability.NONE), membership, real));
        RepositoryManifests first = over(new Interrupted(real) {
            @Override
            public void put(RepositoryName repository, StoredManifest manifest) {
                over(real).put(REPOSITORY, new Target(Optional.empty(), List.of(LATEST)), TYPE, IMAGE);
                super.put(repository, manifest);
                membership.takeAway(REPOSITORY, BLOB);
            }
        });

        first.put(REPOSITORY, new Target(Optional.empty(), List.of()), TYPE, IMAGE);

        assertThat(membership.isMember(REPOSITORY, BLOB)).isTrue();
        assertThat(real.get(REPOSITORY, new Reference.ByTag(LATEST))).isPresent();
    }
}
