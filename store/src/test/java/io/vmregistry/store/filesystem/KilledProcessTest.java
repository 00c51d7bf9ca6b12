package io.vmregistry.store.filesystem;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.Reference;
import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.spec.reference.Tag;
import io.vmregistry.store.blob.ByteRange;
import io.vmregistry.store.blob.Bytes;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.io.TempDir;

/** A process that writes is killed at some moment; what it leaves is whole or is no content. */
class KilledProcessTest {
    @TempDir
    Path root;

    @RepeatedTest(4)
    void whatAKilledProcessLeavesIsWhole(RepetitionInfo repetition) throws Exception {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        EndlessUploads.class.getName(),
                        root.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader rounds = child.inputReader()) {
            int last = 2 + new Random(repetition.getCurrentRepetition()).nextInt(10);
            for (int i = 0; i < last; i++) {
                assertThat(rounds.readLine()).isNotNull();
            }
        } finally {
            child.destroyForcibly().waitFor();
        }
        FilesystemBlobStore blobs = new FilesystemBlobStore(root, Durability.FSYNC);
        assertThat(blobs.list())
                .isNotEmpty()
                .allSatisfy(blob -> assertThat(Digest.of(Bytes.read(blobs, blob.digest(), ByteRange.ALL)))
                        .isEqualTo(blob.digest()));
        FilesystemManifestStore manifests = new FilesystemManifestStore(root, Durability.FSYNC);
        RepositoryName repository = new RepositoryName("alice/debian");
        for (Tag tag : manifests.tags(repository, "", 10)) {
            assertThat(manifests.get(repository, new Reference.ByTag(tag))).isPresent();
        }
        blobs.expireUploads(Instant.now().plusSeconds(60));
        assertThat(root.resolve("uploads")).isEmptyDirectory();
        assertThat(root.resolve("temporary")).isEmptyDirectory();
    }
}
