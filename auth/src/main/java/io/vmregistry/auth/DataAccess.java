package io.vmregistry.auth;

import io.vmregistry.auth.database.DatabaseProbe;
import io.vmregistry.auth.database.DatabaseUrl;
import io.vmregistry.auth.database.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The server's data, for subcommands that work on it directly: also while a server runs, and also while none does. Whoever
 * may read the data directory, or knows the database's password, may do everything.
 */
final class DataAccess {

    @Option(
            names = {"-data-dir", "--data-dir"},
            paramLabel = "DIRECTORY",
            defaultValue = "${env:VM_REGISTRY_AUTH_DATA_DIR:-./auth-data}",
            description = "The server's data directory. Default: ./auth-data. VM_REGISTRY_AUTH_DATA_DIR")
    Path dataDir = Path.of("");

    @Option(
            names = {"-database-url", "--database-url"},
            paramLabel = "URL",
            description =
                    "The server's database, if it is not the embedded one. DATABASE_URL or VM_REGISTRY_AUTH_DATABASE_URL")
    @Nullable
    String databaseUrl;

    @Option(
            names = {"-bcrypt-cost", "--bcrypt-cost"},
            paramLabel = "NUMBER",
            defaultValue = "${env:VM_REGISTRY_AUTH_BCRYPT_COST:-12}",
            description = "bcrypt's cost, 12 to 20. Default: 12. VM_REGISTRY_AUTH_BCRYPT_COST")
    int bcryptCost;

    @Option(
            names = {"-h", "-help", "--help"},
            usageHelp = true,
            description = "Show this text.")
    boolean help;

    /**
     * Does the work with the parts of the server, but without its port.
     *
     * @return the exit code
     */
    int use(Administration.Task task) {
        if (bcryptCost < ServerCommand.MIN_BCRYPT_COST || bcryptCost > ServerCommand.MAX_BCRYPT_COST) {
            throw new IllegalArgumentException("-bcrypt-cost must be 12 to 20, not " + bcryptCost);
        }
        Optional<DatabaseUrl> given = GivenDatabase.from(databaseUrl);
        if (given.isPresent()) {
            DatabaseProbe.check(given.get());
            return Administration.run(given.get(), bcryptCost, task);
        }
        Path directory = dataDir.resolve("postgres");
        if (!Files.isDirectory(directory)) {
            throw new IllegalArgumentException(
                    "there is no embedded database in %s; name the server's with -data-dir, or -database-url"
                            .formatted(dataDir));
        }
        Optional<DatabaseUrl> running = EmbeddedPostgres.running(directory);
        if (running.isPresent()) {
            DatabaseProbe.check(running.get());
            return Administration.run(running.get(), bcryptCost, task);
        }
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(directory)) {
            return Administration.run(postgres.url(), bcryptCost, task);
        }
    }
}
