package io.vmregistry.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.vmregistry.cli.command.CommandHarness.Result;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What all commands have in common: formats, exit codes, usage, contexts; and the small ones. */
class CommandsTest extends FakeDaemonFixture {

    @Test
    void listsImagesInEveryFormat() throws IOException {
        assertThat(vmr.run("images").out()).isEqualTo(golden("images.txt"));
        assertThat(vmr.run("images", "-o", "wide", "--no-trunc").out()).isEqualTo(golden("images-wide.txt"));
        assertThat(vmr.run("images", "-o", "json").out()).isEqualTo(golden("images.json"));
        assertThat(vmr.run("images", "-o", "yaml").out()).isEqualTo(golden("images.yaml"));
        assertThat(vmr.run("images", "-o", "name").out())
                .startsWith("ada/debian:12\nada/a-very-long-name")
                .contains("@sha256:cdcd");
    }

    @Test
    void eachKindOfRefusalHasItsExitCodeAndOneLine() {
        refused(Status.Code.NOT_FOUND, 3);
        refused(Status.Code.PERMISSION_DENIED, 4);
        refused(Status.Code.UNAUTHENTICATED, 4);
        refused(Status.Code.INVALID_ARGUMENT, 2);
        refused(Status.Code.FAILED_PRECONDITION, 1);
        refused(Status.Code.UNAVAILABLE, 1);
        refused(Status.Code.UNIMPLEMENTED, 1);
    }

    private void refused(Status.Code code, int expected) {
        daemon.refuse(code, "Tried to list images but failed because of a test");
        Result result = vmr.run("images");
        assertThat(result.code()).as(code.name()).isEqualTo(expected);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).startsWith("error: Tried to list images").hasLineCount(1);
    }

    @Test
    void aDaemonThatDoesNotRunIsFive() {
        Result result = vmr.run("--host", "unix://" + folder.resolve("none.sock"), "images");

        assertThat(result.code()).isEqualTo(5);
        assertThat(result.err())
                .contains("none.sock")
                .contains("there is no such socket")
                .contains("Start vm-registry-daemon");
    }

    @Test
    void wrongUsageIsTwo() {
        assertThat(vmr.run("images", "--nonsense").code()).isEqualTo(2);
        assertThat(vmr.run("imagse").err()).contains("images");
        assertThat(vmr.run().code()).isEqualTo(2);
        assertThat(vmr.run("--host", "http://x", "images").code()).isEqualTo(2);
        assertThat(vmr.run("--host", "ssh://root@host", "images").code()).isEqualTo(2);
        assertThat(vmr.run("stop", "web", "--timeout", "30").code()).isEqualTo(2);
        assertThat(vmr.run("run", "ada/debian", "-p", "80").code()).isEqualTo(2);
        assertThat(vmr.run("import", "VMFile", "-t", "no tag").code()).isEqualTo(2);
    }

    @Test
    void helpAndVersionNeedNoDaemon() {
        assertThat(vmr.run("--help").out()).contains("Exit codes:").contains("compose");
        assertThat(vmr.run("run", "--help").out()).contains("--memory");
        assertThat(vmr.run("version").out()).matches("vmr \\d.*\\n");
        assertThat(vmr.run("--version").out()).matches("vmr \\d.*\\n");
        assertThat(vmr.run("completion", "bash").out()).contains("complete -F _complete_vmr");
        assertThat(vmr.run("completion", "fish").out())
                .contains("complete -c vmr")
                .contains("-l 'no-trunc'");
    }

    @Test
    void progressIsOneLineAStepWhereNobodyWatches() {
        assertThat(vmr.run("pull", "ada/debian:12").err()).isEqualTo("""
                        sha256:abababababab: transferring 2.0 KiB, 1.0 KiB were there
                        sha256:abababababab: done 2.0 KiB, 1.0 KiB were there
                        Pulled ada/debian:12, 1.0 KiB moved.
                        """);
        assertThat(vmr.run("-q", "pull", "ada/debian:12").err()).isEmpty();
    }

    @Test
    void severalAreAllTriedAndTheFirstFailureCounts() {
        Result removed = vmr.run("rmi", "none", "ada/debian:12");

        assertThat(removed.code()).isEqualTo(3);
        assertThat(removed.out()).isEqualTo("untagged ada/debian:12\n");
        assertThat(removed.err()).contains("there is no image none");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "doctor",
                "prune",
                "suspend web",
                "resume web",
                "console web",
                "ssh web",
                "cp a b",
                "exec web ls",
                "stats",
                "events",
                "snapshot ls",
                "volume ls",
                "network activate default",
                "provision web",
                "compose restart",
                "compose logs -p lab"
            })
    void aCommandOfALaterVersionSaysWhatToUseInstead(String line) {
        Result refused = vmr.run(line.split(" "));

        assertThat(refused.code()).as(refused.err()).isEqualTo(2);
        assertThat(refused.err()).contains("is not part of this version. ").hasLineCount(1);
    }

    @Test
    void aCommandThatNoVersionHasIsUnknown() {
        Result refused = vmr.run("bogus");

        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains("'bogus'").contains("Run \"vmr --help\".");
    }

    @Test
    void healthFailsWhenSomethingDoesNotAnswer() {
        Result health = vmr.run("health");

        assertThat(health.code()).isEqualTo(1);
        assertThat(health.out()).contains("registry").contains("unreachable").contains("start it");
    }

    @Test
    void contextsAreKeptAndUsed() {
        assertThat(vmr.run("context", "current").out()).isEqualTo("default\n");
        assertThat(vmr.run("context", "create", "lab", "--host", "unix:///tmp/none.sock", "--use")
                        .code())
                .isZero();
        assertThat(vmr.run("context", "ls").out()).isEqualTo("""
                        CURRENT   NAME      HOST                    REGISTRY   AUTH
                                  default
                        *         lab       unix:///tmp/none.sock
                        """);
        assertThat(vmr.run("images").code()).isEqualTo(5);
        assertThat(vmr.run("--context", "default", "images").code()).isZero();
        assertThat(vmr.run("context", "update", "lab", "--registry-url", "http://r:1")
                        .code())
                .isZero();
        assertThat(vmr.run("context", "ls", "-o", "json").out()).contains("\"registryUrl\": \"http://r:1\"");
        assertThat(vmr.run("context", "rm", "lab").code()).isZero();
        assertThat(vmr.run("context", "use", "lab").code()).isEqualTo(3);
        assertThat(vmr.run("images").code()).isZero();
    }

    private static String golden(String name) throws IOException {
        try (InputStream in = CommandsTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }
}
