package io.vmregistry.e2e.peer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vmregistry.e2e.process.PeerProgram;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/** An OCI client that others made, with a folder of its own for logins and whatever else it keeps. */
record Client(Path program, Path folder, Map<String, String> environment, List<String> options) {

    Client {
        environment = Map.copyOf(environment);
        options = List.copyOf(options);
    }

    /** One of Debian's packages. A test that needs it is skipped, and says so, where it is not installed. */
    static Client installed(String name, Path folder, Map<String, String> environment, List<String> options) {
        Path program = Path.of("/usr/bin", name);
        Assumptions.assumeTrue(
                Files.isExecutable(program), () -> name + " is not installed: run \"apt-get install " + name + "\"");
        return new Client(program, folder, environment, options);
    }

    /** One that is built or unpacked once. */
    static Client fetched(String name, Path folder, Map<String, String> environment) {
        return new Client(PeerProgram.find(name), folder, environment, List.of());
    }

    /** How a command ended, and all that it printed. */
    record Said(int exitCode, String text) {}

    /** Runs a command that has to succeed. */
    String ok(String... arguments) {
        return okWithInput("", arguments);
    }

    String okWithInput(String input, String... arguments) {
        Said said = runWithInput(input, arguments);
        if (said.exitCode() != 0) {
            throw new AssertionError("%s %s ended with %d: %s"
                    .formatted(program.getFileName(), String.join(" ", arguments), said.exitCode(), said.text()));
        }
        return said.text();
    }

    /** Runs a command that has to fail. */
    String fails(String... arguments) {
        Said said = runWithInput("", arguments);
        if (said.exitCode() == 0) {
            throw new AssertionError("%s %s did not fail: %s"
                    .formatted(program.getFileName(), String.join(" ", arguments), said.text()));
        }
        return said.text();
    }

    private Said runWithInput(String input, String... arguments) {
        List<String> line = new ArrayList<>();
        line.add(program.toString());
        line.addAll(options);
        line.addAll(List.of(arguments));
        return run(line, folder, environment, input);
    }

    private static Said run(List<String> line, Path folder, Map<String, String> environment, String input) {
        ProcessBuilder builder =
                new ProcessBuilder(line).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            try (OutputStream stdin = process.getOutputStream()) {
                stdin.write(input.getBytes(UTF_8));
            }
            String text = new String(process.getInputStream().readAllBytes(), UTF_8);
            return new Said(process.waitFor(), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
