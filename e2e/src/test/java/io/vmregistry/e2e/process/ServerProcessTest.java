package io.vmregistry.e2e.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ServerProcessTest {

    @TempDir
    Path directory;

    private ServerProcess shell(String script) {
        return ServerProcess.start(
                new ServerProcess.Command(
                        Path.of("/bin/sh"),
                        List.of("-c", script),
                        Map.of("WORD", "ready"),
                        directory,
                        Pattern.compile("is (ready)")),
                directory.resolve("shell.log"));
    }

    @Test
    void isReadyWhenItSaysSoAndKeepsWhatItSaid() throws Exception {
        try (ServerProcess server = shell("echo it is $WORD; exec sleep 1000")) {
            assertThat(server.awaitReady().group(1)).isEqualTo("ready");
            assertThat(server.alive()).isTrue();
            assertThat(server.output().from(0)).isEqualTo("it is ready\n");
        }
        assertThat(Files.readString(directory.resolve("shell.log"))).isEqualTo("it is ready\n");
    }

    @Test
    void oneThatEndsTooEarlyIsExplainedByItsOutput() {
        ServerProcess server = shell("echo no room; exit 3");
        assertThatThrownBy(server::awaitReady).hasMessageContaining("no room");
        assertThat(server.alive()).isFalse();
    }

    @Test
    void aKilledOneTakesItsChildrenWithIt() {
        ServerProcess server = shell("sleep 1000 & echo it is ready with $!; wait");
        server.awaitReady();
        long child = Long.parseLong(
                server.output().find(Pattern.compile("with (\\d+)\n")).join().group(1));
        assertThat(ProcessHandle.of(child)).isPresent();
        server.kill();
        assertThat(server.alive()).isFalse();
        ProcessHandle.of(child).ifPresent(handle -> handle.onExit().join());
        assertThat(ProcessHandle.of(child).filter(ProcessHandle::isAlive)).isEmpty();
    }

    @Test
    void oneThatIsAskedToStopMayTidyUp() {
        ServerProcess server = shell("trap 'echo tidied; exit 0' TERM; echo it is ready; while :; do sleep 0.05; done");
        server.awaitReady();
        server.stop();
        assertThat(server.output().from(0)).contains("tidied");
    }
}
