package io.vmregistry.auth.database.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * The PostgreSQL that tests work on: the embedded one or, with the system property {@code vmregistry.postgres=system}, the newest
 * one that the system's packages brought.
 */
public final class PostgresOfTests {

    private static final Path SYSTEM = Path.of("/usr/lib/postgresql");

    private PostgresOfTests() {}

    public static EmbeddedPostgres start(Path directory) {
        return System.getProperty("vmregistry.postgres", "embedded").equals("system")
                ? EmbeddedPostgres.start(directory, _ -> PostgresPrograms.at(newest()))
                : EmbeddedPostgres.start(directory);
    }

    private static Path newest() {
        try (Stream<Path> versions = Files.list(SYSTEM)) {
            return versions.filter(version -> Files.isExecutable(version.resolve("bin/initdb")))
                    .max(Comparator.comparingDouble(
                            version -> Double.parseDouble(String.valueOf(version.getFileName()))))
                    .orElseThrow(() -> new IllegalStateException("there is no PostgreSQL server in " + SYSTEM));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
