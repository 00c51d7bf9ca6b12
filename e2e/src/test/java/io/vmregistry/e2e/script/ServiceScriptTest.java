package io.vmregistry.e2e.script;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmregistry.e2e.process.Launchers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How {@code quickstart} starts servers, finds them again and ends them. */
class ServiceScriptTest {

    @TempDir
    Path folder;

    @BeforeEach
    void prepare() throws IOException {
        Files.createDirectory(folder.resolve("logs"));
        Path programs = Files.createDirectory(folder.resolve("programs"));
        // As sudo with its option use_pty, Debian's default: the command leads a session, and is all that sudo waits
        // for.
        Path sudo = Files.writeString(programs.resolve("sudo"), """
                #!/bin/sh
                [ "$1" != -v ] || exit 0
                exec setsid --fork --wait "$@"
                """);
        Files.setPosixFilePermissions(sudo, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void findsAndEndsAServer() throws Exception {
        assertThat(script("""
                service_start it somewhere sleep 600
                service_running it && echo runs
                service_stop it
                service_running it || echo ended
                """)).isEqualTo("runs\nended\n");
    }

    @Test
    void findsAndEndsAServerThatSudoStartedOnATerminalOfItsOwn() throws Exception {
        assertThat(script("""
                service_as_root=1
                service_start it somewhere sleep 600
                service_running it && echo runs
                service_stop it
                service_running it || echo ended
                """)).contains("runs\nended\n");
    }

    @Test
    void keepsWhatAServerStartedAsRootSays() throws Exception {
        assertThat(script("""
                service_as_root=1
                service_start it somewhere sh -c 'echo said; echo complained >&2'
                until [ "$(wc -l <"$logs/it.log")" -eq 2 ]; do sleep 0.05; done
                cat "$logs/it.log"
                """)).isEqualTo("said\ncomplained\n");
    }

    @Test
    void takesNoOtherProcessForTheServerWhenItsPidWasGivenAway() throws Exception {
        assertThat(script("""
                echo "$$ 1" >"$state/it.pid"
                service_running it || echo stopped
                service_stop it
                echo alive
                """)).isEqualTo("stopped\nalive\n");
    }

    @Test
    void takesAnEmptyPidFileForNone() throws Exception {
        assertThat(script("""
                : >"$state/it.pid"
                service_running it || echo stopped
                """)).isEqualTo("stopped\n");
    }

    private String script(String body) throws IOException, InterruptedException {
        String whole = """
                set -euo pipefail
                . "$1/bin/lib/packages.sh"
                state=$2
                logs=$2/logs
                PATH=$2/programs:$PATH
                . "$1/bin/lib/service.sh"
                """ + body;
        Process process = new ProcessBuilder(
                        List.of("bash", "-c", whole, "bash", Launchers.home().toString(), folder.toString()))
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(text).isZero();
        return text;
    }
}
