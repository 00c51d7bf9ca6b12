package io.vmregistry.e2e.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A program that runs until it is stopped. It is ended with its children by its pid: by {@link #stop}, by {@link #kill},
 * and when the virtual machine of the tests ends before either.
 */
public final class ServerProcess implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(90);
    private static final Duration STOP = Duration.ofSeconds(40);

    /** What is started, and the line of its output that says that it serves. */
    public record Command(
            Path program, List<String> arguments, Map<String, String> environment, Path directory, Pattern ready) {
        public Command {
            arguments = List.copyOf(arguments);
            environment = Map.copyOf(environment);
        }

        String name() {
            return String.valueOf(program.getFileName());
        }
    }

    private final Command command;
    private final Process process;
    private final Output output;

    private ServerProcess(Command command, Process process, Output output) {
        this.command = command;
        this.process = process;
        this.output = output;
    }

    /** A program that is being started. {@link #awaitReady} says when it serves. */
    static ServerProcess start(Command command, Path logFile) {
        List<String> line = new ArrayList<>();
        line.add(command.program().toString());
        line.addAll(command.arguments());
        ProcessBuilder builder =
                new ProcessBuilder(line).directory(command.directory().toFile()).redirectErrorStream(true);
        // What the machine says of object stores is of others than those of the tests.
        builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
        builder.environment().putAll(command.environment());
        try {
            Files.createDirectories(logFile.getParent());
            Process process = builder.start();
            process.getOutputStream().close();
            ServerProcess server = new ServerProcess(command, process, Output.of(process.getInputStream(), logFile));
            AtExit.close(server);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for the line that says that the program serves. A program that does not get there is killed. */
    MatchResult awaitReady() {
        try {
            return output.find(command.ready()).get(START.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            kill();
            throw new IllegalStateException(
                    "Tried to start %s but failed because it %s. Its output:%n%s"
                            .formatted(
                                    command.name(),
                                    e instanceof TimeoutException ? "did not serve within " + START : "ended",
                                    output.from(0)),
                    e);
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public String name() {
        return command.name();
    }

    public long pid() {
        return process.pid();
    }

    public boolean alive() {
        return process.isAlive();
    }

    /** Asks the program to end and waits until it has; one that does not is killed, and that is a fault. */
    public void stop() {
        List<ProcessHandle> children = process.descendants().toList();
        // Process.destroy would close the pipe that the last words come through.
        process.toHandle().destroy();
        boolean ended = awaitEnd(STOP);
        kill();
        children.forEach(ProcessHandle::destroyForcibly);
        if (!ended) {
            throw new IllegalStateException(
                    "Tried to stop %s but failed because it did not end within %s. Its output:%n%s"
                            .formatted(command.name(), STOP, output.from(0)));
        }
    }

    /** Ends the program at once, as {@code kill -9} does. */
    public void kill() {
        List<ProcessHandle> children = process.descendants().toList();
        process.toHandle().destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
        awaitEnd(STOP);
        output.awaitEnd();
        AtExit.forget(this);
    }

    private boolean awaitEnd(Duration patience) {
        try {
            return process.waitFor(patience.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** What it has printed, standard output and standard error together. */
    public Output output() {
        return output;
    }

    @Override
    public void close() {
        if (alive()) {
            stop();
        } else {
            kill();
        }
    }
}
