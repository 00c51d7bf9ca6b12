package io.vmregistry.e2e.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Programs of the system that a test calls, such as {@code mount} or {@code qemu-img}: they succeed or the test fails. */
public final class Commands {

    private Commands() {}

    /** Runs a command to its end and returns what it printed. */
    public static String run(String... command) {
        return run(new ProcessBuilder(command).redirectErrorStream(true));
    }

    /** As {@link #run}, without what it printed on standard error, which goes to the test's. */
    public static String output(String... command) {
        return run(new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT));
    }

    private static String run(ProcessBuilder command) {
        try {
            Process process = command.start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            int exitCode = process.waitFor();
            if (exitCode != 0) {
                throw new IllegalStateException("Tried to run \"%s\" but failed because it ended with %d: %s"
                        .formatted(String.join(" ", command.command()), exitCode, output));
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
