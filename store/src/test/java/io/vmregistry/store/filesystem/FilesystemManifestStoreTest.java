package io.vmregistry.store.filesystem;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.Reference;
import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.spec.reference.Tag;
import io.vmregistry.store.manifest.ManifestStore;
import io.vmregistry.store.manifest.ManifestStoreContract;
import io.vmregistry.store.manifest.StoredManifest;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilesystemManifestStoreTest extends ManifestStoreContract {
    @TempDir
    Path root;

    @Override
    protected ManifestStore open() {
        return new FilesystemManifestStore(root, Durability.NONE);
    }

    @Test
    void keepsTheDocumentedLayout() {
        byte[] content = "{}".getBytes(UTF_8);
        Digest digest = Digest.of(content);
        RepositoryName repository = new RepositoryName("alice/debian");
        ManifestStore store = new FilesystemManifestStore(root, Durability.FSYNC);
        store.put(repository, new StoredManifest(digest, "application/json", content));
        store.tag(repository, Tag.LATEST, digest);
        Path below = root.resolve("manifests/alice/debian");
        assertThat(below.resolve("_manifests/sha256/" + digest.hex() + "/manifest.json"))
                .hasBinaryContent(content);
        assertThat(below.resolve("_manifests/sha256/" + digest.hex() + "/media-type"))
                .hasContent("application/json");
        assertThat(below.resolve("_tags/latest")).hasContent(digest.toString());
        assertThat(root.resolve("temporary")).isEmptyDirectory();
    }

    @Test
    void whatAKilledProcessLeftIsNeitherManifestNorTag() throws Exception {
        ManifestStore store = open();
        RepositoryName repository = new RepositoryName("alice/debian");
        Path left = Files.createDirectories(root.resolve("temporary/0a8e"));
        Files.writeString(left.resolve("manifest.json"), "{");
        Files.createDirectories(root.resolve("manifests/alice/debian/_manifests/sha256"));
        Files.createDirectories(root.resolve("manifests/alice/debian/_tags"));
        assertThat(store.repositories("", 10)).isEmpty();
        assertThat(store.manifests(repository)).isEmpty();
        assertThat(store.tags(repository, "", 10)).isEmpty();
        assertThat(store.get(repository, new Reference.ByTag(Tag.LATEST))).isEmpty();
    }
}
