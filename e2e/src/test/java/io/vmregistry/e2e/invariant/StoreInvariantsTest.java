package io.vmregistry.e2e.invariant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.vmregistry.e2e.invariant.StoreInvariants.Findings;
import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.spec.reference.Tag;
import io.vmregistry.store.blob.Upload;
import io.vmregistry.store.blob.UploadOwner;
import io.vmregistry.store.filesystem.Durability;
import io.vmregistry.store.filesystem.FilesystemBlobStore;
import io.vmregistry.store.filesystem.FilesystemManifestStore;
import io.vmregistry.store.filesystem.FilesystemMembership;
import io.vmregistry.store.manifest.StoredManifest;
import io.vmregistry.store.membership.Membership;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shows on a store that the product wrote that each violation is found, and nothing else. */
class StoreInvariantsTest {

    private static final UploadOwner OWNER = new UploadOwner(repository("user/vm"), "user");

    @TempDir
    Path root;

    private Digest config;
    private Digest disk;
    private Digest manifest;

    @BeforeEach
    void writeAnImage() {
        FilesystemBlobStore blobs = new FilesystemBlobStore(root, Durability.NONE);
        FilesystemManifestStore manifests = new FilesystemManifestStore(root, Durability.NONE);
        config = write(blobs, "{}");
        disk = write(blobs, "a disk");
        byte[] content = """
                {"schemaVersion": 2, "config": {"digest": "%s", "size": 2}, "layers": [{"digest": "%s", "size": 6}]}""".formatted(config, disk).getBytes();
        manifest = Digest.of(content);
        manifests.put(OWNER.repository(), new StoredManifest(manifest, "application/json", content));
        manifests.tag(OWNER.repository(), Tag.parse("latest").orElseThrow(), manifest);
    }

    private static RepositoryName repository(String name) {
        return RepositoryName.parse(name).orElseThrow();
    }

    private static Digest write(FilesystemBlobStore blobs, String content) {
        try (Upload upload = blobs.begin(OWNER)) {
            upload.write(ByteBuffer.wrap(content.getBytes()));
            return upload.commit(Digest.Algorithm.SHA256);
        }
    }

    private Path blob(Digest digest) {
        return root.resolve("blobs/sha256").resolve(digest.hex());
    }

    private Path manifestFile() {
        return root.resolve("manifests/user/vm/_manifests/sha256")
                .resolve(manifest.hex())
                .resolve("manifest.json");
    }

    private Path tagFile() {
        return root.resolve("manifests/user/vm/_tags/latest");
    }

    @Test
    void aSoundStoreHasNoViolationsAndIsSeenWhole() {
        assertThat(StoreInvariants.of(root)).isEqualTo(new Findings(2, 1, 1, List.of()));
        assertThat(StoreInvariants.leftovers(root)).isEmpty();
    }

    @Test
    void findsABlobWithOtherBytes() throws IOException {
        Files.writeString(blob(disk), "A disk");
        assertThat(StoreInvariants.of(root).violations())
                .singleElement()
                .asString()
                .contains("blob sha256:" + disk.hex(), "whose digest is");
    }

    @Test
    void findsAHalfWrittenBlob() throws IOException {
        halve(blob(disk));
        assertThat(StoreInvariants.of(root).violations()).hasSize(2).anyMatch(text -> text.contains("gives 6 bytes"));
    }

    @Test
    void findsAMissingBlob() throws IOException {
        Files.delete(blob(config));
        assertThat(StoreInvariants.of(root).violations())
                .singleElement()
                .asString()
                .contains(config.toString(), "missing");
    }

    @Test
    void findsATagWithoutItsManifest() throws IOException {
        Files.delete(manifestFile());
        Files.delete(manifestFile().resolveSibling("media-type"));
        Files.delete(manifestFile().getParent());
        assertThat(StoreInvariants.of(root).violations())
                .singleElement()
                .asString()
                .contains("latest", "missing");
    }

    @Test
    void findsATornTag() throws IOException {
        halve(tagFile());
        assertThat(StoreInvariants.of(root).violations())
                .singleElement()
                .asString()
                .contains("no digest");
    }

    @Test
    void findsATornManifest() throws IOException {
        halve(manifestFile());
        assertThat(StoreInvariants.of(root).violations())
                .hasSize(2)
                .anyMatch(text -> text.contains("no JSON"))
                .anyMatch(text -> text.contains("whose digest is"));
    }

    @Test
    void findsWhatAnInterruptedWriterLeft() throws IOException {
        Path left = root.resolve("uploads/1234");
        Files.createDirectories(left);
        Files.write(left.resolve("data"), new byte[100_000]);
        Files.writeString(left.resolve("session"), "a note");
        assertThat(StoreInvariants.leftovers(root)).containsExactly(left.resolve("data"));
    }

    /** Leaves the first half of a file. */
    private static void halve(Path file) throws IOException {
        byte[] content = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(content, content.length / 2));
    }

    @Test
    void findsABlobThatItsRepositoryHasNoMarkerOf() {
        Membership membership = new FilesystemMembership(root, Durability.NONE);
        membership.link(OWNER.repository(), config);
        assertThat(StoreInvariants.of(root).violations())
                .singleElement(STRING)
                .contains(disk.toString())
                .endsWith("no marker");

        membership.link(OWNER.repository(), disk);
        assertThat(StoreInvariants.of(root).violations()).isEmpty();
    }
}
