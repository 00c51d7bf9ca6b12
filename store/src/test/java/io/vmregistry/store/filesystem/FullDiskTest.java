package io.vmregistry.store.filesystem;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real full disk: a small tmpfs that exists in a mount namespace of a child process only. Needs root. */
class FullDiskTest {
    @TempDir
    Path root;

    @Test
    void aFullDiskKeepsWhatWasThereAndGoesOnWhenThereIsRoom() throws Exception {
        assumeThat(mayMount())
                .as("mount namespaces (root on Linux) are needed to fill a disk")
                .isTrue();
        Process child = new ProcessBuilder(
                        "unshare",
                        "--mount",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        FullDiskScenario.class.getName(),
                        root.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(child.getInputStream().readAllBytes(), UTF_8);
        assertThat(child.waitFor()).as(output).isZero();
        assertThat(output).contains("survived");
    }

    private static boolean mayMount() throws InterruptedException {
        try {
            return new ProcessBuilder("unshare", "--mount", "true").start().waitFor() == 0;
        } catch (IOException noSuchProgram) {
            return false;
        }
    }
}
