package io.vmregistry.e2e.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** The command line {@code vmr}, as one user would call it: with a home of their own, against one daemon. */
public record Vmr(Path home, Path directory, Path socket, Map<String, String> environment) {

    private static final Duration PATIENCE = Duration.ofMinutes(10);

    public Vmr {
        environment = Map.copyOf(environment);
    }

    /** The same user in another folder. */
    public Vmr in(Path other) {
        return new Vmr(home, other, socket, environment);
    }

    /** The same user at another socket. */
    public Vmr at(Path other) {
        return new Vmr(home, directory, other, environment);
    }

    /** The same user with a variable of the environment. */
    public Vmr with(String variable, String value) {
        Map<String, String> more = new HashMap<>(environment);
        more.put(variable, value);
        return new Vmr(home, directory, socket, more);
    }

    public Outcome run(String... arguments) {
        return start("", arguments).await();
    }

    /** Runs a command that has to succeed. */
    public Outcome ok(String... arguments) {
        return run(arguments).requireSuccess();
    }

    public Outcome runWithInput(String input, String... arguments) {
        return start(input, arguments).await();
    }

    public Running start(String input, String... arguments) {
        List<String> line = new ArrayList<>();
        // A shell that runs its jobs in the background lets them ignore the interrupt, and so would the command.
        line.addAll(List.of("env", "--default-signal=INT"));
        line.addAll(line(arguments));
        Running running = launch(line, arguments);
        try (OutputStream stdin = running.process.getOutputStream()) {
            stdin.write(input.getBytes(UTF_8));
        } catch (IOException notRead) {
            // It ended without reading its input; what it says is looked at, not this.
            return running;
        }
        return running;
    }

    /** Starts a command at a terminal of its own, which shows what is typed as far as the command lets it. */
    public Running startAtTerminal(String... arguments) {
        String line = line(arguments).stream()
                .map(word -> "'" + word.replace("'", "'\\''") + "'")
                .collect(Collectors.joining(" "));
        return launch(List.of("script", "--quiet", "--return", "--command", line, "/dev/null"), arguments);
    }

    private List<String> line(String... arguments) {
        List<String> line =
                new ArrayList<>(List.of(Launchers.launcher("vmr").toString(), "--host", "unix://" + socket));
        line.addAll(List.of(arguments));
        return line;
    }

    private Running launch(List<String> line, String... arguments) {
        ProcessBuilder builder = new ProcessBuilder(line).directory(directory.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("VMR_"));
        builder.environment().put("HOME", home.toString());
        builder.environment().put("VMR_CONFIG_DIR", home.resolve(".config/vmr").toString());
        builder.environment().putAll(environment);
        try {
            return new Running(String.join(" ", arguments), builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A command in progress. */
    public static final class Running implements AutoCloseable {
        private final String command;
        private final Process process;
        private final long start = System.nanoTime();
        private final Output stdout;
        private final Output stderr;

        private Running(String command, Process process) {
            this.command = command;
            this.process = process;
            this.stdout = Output.of(process.getInputStream());
            this.stderr = Output.of(process.getErrorStream());
        }

        public long pid() {
            return process.pid();
        }

        public CompletableFuture<Process> ended() {
            return process.onExit();
        }

        /** Standard output, as it comes. */
        public Output stdout() {
            return stdout;
        }

        /** Writes a line to a command at a terminal. */
        public void type(String line) {
            try {
                process.getOutputStream().write((line + "\n").getBytes(UTF_8));
                process.getOutputStream().flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** What the terminal sends for Ctrl-C. */
        public void interrupt() {
            Signals.interrupt(process.pid());
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }

        /** Waits for the end. A command that hangs is killed, and that is a fault. */
        public Outcome await() {
            try {
                boolean ended = process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                if (!ended) {
                    process.destroyForcibly().waitFor();
                }
                Outcome outcome = new Outcome(
                        command,
                        process.exitValue(),
                        stdout.whole(),
                        stderr.whole(),
                        Duration.ofNanos(System.nanoTime() - start));
                if (!ended) {
                    throw new IllegalStateException("vmr hung and was killed: " + outcome);
                }
                return outcome;
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    /** What a command said and how it ended. */
    public record Outcome(String command, int exitCode, String stdout, String stderr, Duration duration) {

        /** This outcome, if the command succeeded; a test fails with all that it said otherwise. */
        public Outcome requireSuccess() {
            if (exitCode != 0) {
                throw new AssertionError("a command failed that has to succeed: " + this);
            }
            return this;
        }

        @Override
        public String toString() {
            return "vmr %s: exit code %d after %d ms%n--- stdout%n%s--- stderr%n%s"
                    .formatted(command, exitCode, duration.toMillis(), stdout, stderr);
        }
    }
}
