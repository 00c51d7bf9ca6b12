package io.vmregistry.daemon.disk;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a program of the host with a list of arguments, never through a shell, and never without an end. */
public final class HostTool {

    private HostTool() {}

    /**
     * What a program left behind.
     *
     * @param output both streams together, stripped
     */
    public record Result(int exitCode, String output) {
        public boolean succeeded() {
            return exitCode == 0;
        }
    }

    /**
     * Runs a program until it ends. One that does not end in time is killed.
     *
     * @throws IOException when it cannot be started, was killed, or the caller was interrupted
     */
    public static Result run(Path directory, Duration deadline, List<String> command) throws IOException {
        Path output = directory.resolve("." + Path.of(command.getFirst()).getFileName() + "-" + System.nanoTime());
        try {
            Process process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            process.getOutputStream().close();
            if (!finished(process, deadline)) {
                throw new IOException(
                        "%s did not end within %d seconds".formatted(command.getFirst(), deadline.toSeconds()));
            }
            String said = new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
            return new Result(process.exitValue(), said.strip());
        } finally {
            Files.deleteIfExists(output);
        }
    }

    private static boolean finished(Process process, Duration deadline) throws IOException {
        try {
            return process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a tool was running", e);
        } finally {
            process.destroyForcibly();
        }
    }
}
