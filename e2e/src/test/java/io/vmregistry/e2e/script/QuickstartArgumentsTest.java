package io.vmregistry.e2e.script;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmregistry.e2e.process.Launchers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code ./quickstart} says to arguments that it cannot serve, before it starts anything. */
class QuickstartArgumentsTest {

    private record Said(int exitCode, String text) {}

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--bogus",
                "--timeout",
                "--timeout soon",
                "--timeout -1",
                "stop status",
                "stop disk.qcow2",
                "one.qcow2 two.qcow2"
            })
    void refusesWrongUsageWithExitCodeTwo(String arguments) throws Exception {
        Said said = quickstart(folder, arguments.split(" "));

        assertThat(said.exitCode()).as(said.text()).isEqualTo(2);
        assertThat(said.text()).startsWith("quickstart: ").endsWith("; see ./quickstart --help\n");
    }

    @Test
    void refusesADiskThatIsNoFile() throws Exception {
        Said said = quickstart(folder, folder.toString());

        assertThat(said.exitCode()).isEqualTo(1);
        assertThat(said.text()).contains("Tried to read the disk " + folder);
    }

    @Test
    void saysThatNothingRunsBeforeTheFirstRun() throws Exception {
        Said said = quickstart(folder, "status");

        assertThat(said.exitCode()).as(said.text()).isZero();
        assertThat(said.text()).isEqualTo("auth: stopped\nregistry: stopped\ndaemon: stopped\n");
    }

    @Test
    void saysWhereItWantedToKeepItsFilesWhenItCannot() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "in the way");

        Said said = quickstart(file.resolve("state"), "status");

        assertThat(said.exitCode()).isEqualTo(1);
        assertThat(said.text())
                .contains("Tried to keep its files in " + file.resolve("state"))
                .contains("VMR_QUICKSTART_DIR");
    }

    @Test
    void needsNoHome() throws Exception {
        Said said = quickstart(folder, environment -> environment.remove("HOME"), "status");

        assertThat(said.exitCode()).as(said.text()).isZero();
    }

    private static Said quickstart(Path state, String... arguments) throws IOException, InterruptedException {
        return quickstart(state, environment -> {}, arguments);
    }

    private static Said quickstart(Path state, Consumer<Map<String, String>> changes, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Launchers.home().resolve("quickstart").toString());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("VMR_QUICKSTART_DIR", state.toString());
        changes.accept(builder.environment());
        Process process = builder.start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Said(process.waitFor(), text);
    }
}
