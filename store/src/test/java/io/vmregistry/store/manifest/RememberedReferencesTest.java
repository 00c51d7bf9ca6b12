package io.vmregistry.store.manifest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.store.blob.Bytes;
import io.vmregistry.store.filesystem.Durability;
import io.vmregistry.store.filesystem.FilesystemManifestStore;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RememberedReferencesTest {
    private static final RepositoryName DEBIAN = new RepositoryName("alice/debian");
    private static final Digest BLOB = Digest.of(Bytes.random(1, 1));
    private static final Digest OTHER = Digest.of(Bytes.random(2, 1));

    @TempDir
    Path root;

    private Digest put(ManifestStore store, String text) {
        byte[] content = text.getBytes(UTF_8);
        StoredManifest manifest = new StoredManifest(Digest.of(content), "application/json", content);
        store.put(DEBIAN, manifest);
        return manifest.digest();
    }

    @Test
    void readsAManifestOnceAndRemembersWhatItNames() {
        ManifestStore store = new FilesystemManifestStore(root, Durability.NONE);
        RememberedReferences references = new RememberedReferences(store);
        Digest manifest =
                put(store, "{\"schemaVersion\":2,\"layers\":[{\"digest\":\"%s\",\"size\":1}]}".formatted(BLOB));
        assertThat(references.names(DEBIAN, manifest, BLOB)).isTrue();
        assertThat(references.names(DEBIAN, manifest, OTHER)).isFalse();
        store.delete(DEBIAN, manifest);
        assertThat(references.names(DEBIAN, manifest, BLOB)).isTrue();
    }

    @Test
    void findsAManifestThatIsThereAndNamesTheBlob() {
        ManifestStore store = new FilesystemManifestStore(root, Durability.NONE);
        RememberedReferences references = new RememberedReferences(store);
        assertThat(references.namer(DEBIAN, BLOB)).isEmpty();
        Digest manifest =
                put(store, "{\"schemaVersion\":2,\"layers\":[{\"digest\":\"%s\",\"size\":1}]}".formatted(BLOB));
        assertThat(references.namer(DEBIAN, BLOB)).contains(manifest);
        assertThat(references.namer(DEBIAN, OTHER)).isEmpty();
        store.delete(DEBIAN, manifest);
        assertThat(references.namer(DEBIAN, BLOB)).isEmpty();
    }

    @Test
    void remembersNothingOfAManifestThatItCouldNotRead() {
        ManifestStore store = new FilesystemManifestStore(root, Durability.NONE);
        RememberedReferences references = new RememberedReferences(store);
        byte[] later = "{\"schemaVersion\":2,\"layers\":[{\"digest\":\"%s\",\"size\":1}]}"
                .formatted(BLOB)
                .getBytes(UTF_8);
        assertThat(references.names(DEBIAN, Digest.of(later), BLOB)).isFalse();
        assertThat(references.names(DEBIAN, put(store, "not JSON"), BLOB)).isFalse();
        Digest there = put(store, new String(later, UTF_8));
        assertThat(references.names(DEBIAN, there, BLOB)).isTrue();
    }

    @Test
    void whatIsForgottenIsReadAgain() {
        ManifestStore store = new FilesystemManifestStore(root, Durability.NONE);
        RememberedReferences references = new RememberedReferences(store);
        Digest manifest =
                put(store, "{\"schemaVersion\":2,\"layers\":[{\"digest\":\"%s\",\"size\":1}]}".formatted(BLOB));
        assertThat(references.names(DEBIAN, manifest, BLOB)).isTrue();
        StringBuilder many = new StringBuilder("{\"schemaVersion\":2,\"layers\":[");
        for (int i = 0; i < 50_000; i++) {
            many.append(i == 0 ? "" : ",").append("{\"digest\":\"sha256:%064x\",\"size\":1}".formatted(i));
        }
        Digest large = put(store, many.append("]}").toString());
        assertThat(references.names(DEBIAN, large, BLOB)).isFalse();
        store.delete(DEBIAN, manifest);
        assertThat(references.names(DEBIAN, manifest, BLOB)).isFalse();
    }
}
