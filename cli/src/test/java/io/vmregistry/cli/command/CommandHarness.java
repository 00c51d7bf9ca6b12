package io.vmregistry.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vmregistry.cli.Surroundings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Runs {@code vmr} in this process, as in a folder of its own. */
final class CommandHarness {

    final Path folder;
    final Map<String, String> variables = new HashMap<>();
    String input = "";

    CommandHarness(Path folder, Path socket) {
        this.folder = folder;
        variables.put("VM_REGISTRY_SOCKET_PATH", socket.toString());
        variables.put("VMR_CONFIG_DIR", folder.resolve("config").toString());
    }

    record Result(int code, String out, String err) {}

    Result run(String... args) {
        return run(new ByteArrayOutputStream(), args);
    }

    Result run(ByteArrayOutputStream out, String... args) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Surroundings.Prompt nobody = new Surroundings.Prompt() {
            @Override
            public Optional<String> ask(String question) {
                return Optional.empty();
            }

            @Override
            public Optional<String> askSecretly(String question) {
                return Optional.empty();
            }
        };
        int code = CommandTree.execute(
                new Surroundings(
                        variables,
                        folder,
                        folder,
                        new ByteArrayInputStream(input.getBytes(UTF_8)),
                        new PrintStream(out, true, UTF_8),
                        new PrintStream(err, true, UTF_8),
                        false,
                        nobody,
                        Clock.fixed(Instant.parse("2026-01-02T00:00:00Z"), ZoneOffset.UTC)),
                args);
        return new Result(code, out.toString(UTF_8), err.toString(UTF_8));
    }
}
