package io.vmregistry.cli;

import java.io.Console;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/**
 * What a command finds around itself.
 *
 * @param folder the working folder
 * @param interactive a person sits in front of it: progress is drawn in place, and questions are asked
 * @param prompt asks for something that is not to be seen
 */
public record Surroundings(
        Map<String, String> variables,
        Path home,
        Path folder,
        InputStream in,
        PrintStream out,
        PrintStream err,
        boolean interactive,
        Prompt prompt,
        Clock clock) {

    /** Asks a question. Empty when there is nobody to answer. */
    public interface Prompt {
        Optional<String> ask(String question);

        Optional<String> askSecretly(String question);
    }

    public Surroundings {
        variables = Map.copyOf(variables);
    }

    /** Those of this process. */
    public static Surroundings ofProcess() {
        Optional<Console> console = Optional.ofNullable(System.console()).filter(Console::isTerminal);
        return new Surroundings(
                System.getenv(),
                Path.of(System.getProperty("user.home", "/")),
                Path.of("").toAbsolutePath(),
                System.in,
                System.out,
                System.err,
                console.isPresent(),
                new Prompt() {
                    @Override
                    public Optional<String> ask(String question) {
                        return console.flatMap(open -> Optional.ofNullable(open.readLine("%s", question)));
                    }

                    @Override
                    public Optional<String> askSecretly(String question) {
                        return console.flatMap(open -> Optional.ofNullable(open.readPassword("%s", question)))
                                .map(String::new);
                    }
                },
                Clock.systemUTC());
    }

    public Optional<String> variable(String name) {
        return Optional.ofNullable(variables.get(name)).filter(value -> !value.isBlank());
    }

    /** A path as the user wrote it, seen from the working folder. */
    public Path resolve(String path) {
        if (path.equals("~") || path.startsWith("~/")) {
            return home.resolve(path.length() > 2 ? path.substring(2) : "").normalize();
        }
        return folder.resolve(path).normalize();
    }

    /** Variables can hold tokens. */
    @Override
    public String toString() {
        return "surroundings of " + folder;
    }
}
