package io.vmregistry.auth;

import io.vmregistry.auth.account.Password;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a subcommand takes a new password from: never an argument, which every user of the machine can see. */
final class PasswordSource {

    @Option(
            names = {"-password-file", "--password-file"},
            paramLabel = "FILE",
            description = "The password. Default: asked for on the terminal, or a line of the standard input.")
    @Nullable
    Path file;

    /** @throws IllegalArgumentException when it is no acceptable password */
    Password read() {
        if (file != null && !Files.isReadable(file)) {
            throw new IllegalArgumentException("-password-file: there is no readable file " + file);
        }
        return file == null ? asked() : Wiring.passwordOf(file);
    }

    private static Password asked() {
        return Optional.ofNullable(System.console())
                .filter(Console::isTerminal)
                .map(PasswordSource::typed)
                .orElseGet(() -> new Password(line()));
    }

    private static Password typed(Console console) {
        Optional<String> first = typed(console, "Password: ");
        Optional<String> second = typed(console, "Once more: ");
        if (!first.equals(second)) {
            throw new IllegalArgumentException("the two passwords differ");
        }
        return new Password(first.orElse(""));
    }

    /** Without an echo; empty at the end of the input. */
    private static Optional<String> typed(Console console, String prompt) {
        return Optional.ofNullable(console.readPassword(prompt)).map(String::new);
    }

    private static String line() {
        try {
            String line = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
            return line == null ? "" : line;
        } catch (IOException e) {
            throw new UncheckedIOException("Tried to read the password but failed because of %s.".formatted(e), e);
        }
    }
}
