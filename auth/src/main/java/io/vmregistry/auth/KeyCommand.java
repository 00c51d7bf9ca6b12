package io.vmregistry.auth;

import static java.util.Objects.requireNonNull;

import io.vmregistry.auth.key.KeyDirectory;
import io.vmregistry.auth.key.KeyDirectory.Retirement;
import io.vmregistry.auth.key.KeyRing;
import io.vmregistry.auth.token.TokenPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * The signing keys, on the files that the servers share: it needs neither a running server nor the database, and running
 * servers see what it did within a second.
 */
@Command(
        name = "key",
        description = "Lists, rotates and retires the signing keys.",
        synopsisSubcommandLabel = "COMMAND",
        usageHelpAutoWidth = true)
final class KeyCommand {

    @Spec
    @Nullable
    CommandSpec spec;

    /** Where the keys are and what decides about them: the server's own flags. */
    static final class Directory {

        @Option(
                names = {"-data-dir", "--data-dir"},
                paramLabel = "DIRECTORY",
                defaultValue = "${env:VM_REGISTRY_AUTH_DATA_DIR:-./auth-data}",
                description = "The server's data directory. Default: ./auth-data. VM_REGISTRY_AUTH_DATA_DIR")
        Path dataDir = Path.of("");

        @Option(
                names = {"-keys-dir", "--keys-dir"},
                paramLabel = "DIRECTORY",
                defaultValue = "${env:VM_REGISTRY_AUTH_KEYS_DIR}",
                description = "Where the keys are. Default: keys in the data directory. VM_REGISTRY_AUTH_KEYS_DIR")
        @Nullable
        Path keysDir;

        @Option(
                names = {"-access-ttl", "--access-ttl"},
                paramLabel = "DURATION",
                defaultValue = "${env:VM_REGISTRY_AUTH_ACCESS_TTL:-10m}",
                description = "How long the server's access tokens count. Default: 10m. VM_REGISTRY_AUTH_ACCESS_TTL")
        String accessTtl = "";

        @Option(
                names = {"-h", "-help", "--help"},
                usageHelp = true,
                description = "Show this text.")
        boolean help;

        KeyDirectory open() {
            Path path = keysDir == null ? dataDir.resolve("keys") : keysDir;
            if (!Files.isDirectory(path)) {
                throw new IllegalArgumentException(
                        "there is no directory %s; name the server's with -keys-dir or -data-dir".formatted(path));
            }
            return new KeyDirectory(
                    path, FlagText.duration("-access-ttl", accessTtl).plus(TokenPolicy.CLOCKS_DIFFER));
        }
    }

    @Command(
            name = "list",
            description = "Shows the keys that count: the current one first.",
            usageHelpAutoWidth = true)
    int list(@Mixin Directory directory) {
        return answer(directory, KeyCommand::table);
    }

    @Command(
            name = "rotate",
            description =
                    "Announces a new key, which signs once every registry knows it. While one is announced, no further one is made.",
            usageHelpAutoWidth = true)
    int rotate(
            @Mixin Directory directory,
            @Option(
                            names = {"-use-after", "--use-after"},
                            paramLabel = "DURATION",
                            defaultValue = "10m",
                            description =
                                    "When it begins to sign. Registries with -jwks-url need five minutes, files the time to copy them; 0s is for a key that somebody else may have. Default: 10m.")
                    String useAfter,
            @Option(
                            names = {"-key-bits", "--key-bits"},
                            paramLabel = "NUMBER",
                            defaultValue = "${env:VM_REGISTRY_AUTH_KEY_BITS:-4096}",
                            description = "Size of the RSA key. Default: 4096. VM_REGISTRY_AUTH_KEY_BITS")
                    int bits) {
        return answer(directory, (keys, now) -> {
            FlagText.requireKeyBits(bits);
            KeyRing.Entry entry = keys.rotate(bits, now, now.plus(FlagText.duration("-use-after", useAfter)));
            return "Key %s is published and signs from %s on.%n%s"
                    .formatted(entry.id(), text(entry.usedFrom()), table(keys, now));
        });
    }

    @Command(
            name = "retire",
            description =
                    "Takes a key away at once: tokens that it signed count no more as soon as the registries have looked. The current key needs a successor first: key rotate --use-after 0s.",
            usageHelpAutoWidth = true)
    int retire(
            @Mixin Directory directory,
            @Parameters(paramLabel = "KID", description = "The key's name, as list shows it.") String kid) {
        return answer(directory, (keys, now) -> switch (keys.retire(kid, now)) {
            case Retirement.Retired(KeyRing.Entry entry) ->
                "Key %s is retired.%n%s".formatted(entry.id(), table(keys, now));
            case Retirement.Unknown() ->
                throw new IllegalArgumentException("there is no key \"%s\"; key list shows them".formatted(kid));
            case Retirement.IsCurrent() ->
                throw new IllegalArgumentException(
                        "key %s is the one that signs; make a successor first: key rotate --use-after 0s"
                                .formatted(kid));
        });
    }

    private int answer(Directory directory, BiFunction<KeyDirectory, Instant, String> work) {
        CommandLine commandLine =
                requireNonNull(spec, "picocli injects the specification").commandLine();
        try {
            commandLine.getOut().print(work.apply(directory.open(), Instant.now()));
            commandLine.getOut().flush();
            return CommandLine.ExitCode.OK;
        } catch (IllegalArgumentException e) {
            throw new ParameterException(commandLine, String.valueOf(e.getMessage()), e);
        }
    }

    private static String table(KeyDirectory keys, Instant now) {
        KeyRing ring = keys.read();
        StringBuilder table =
                new StringBuilder("%-43s  %-8s  %-20s  %s%n".formatted("KID", "STATE", "SIGNS FROM", "BITS"));
        for (KeyRing.Entry entry : ring.published(now, keys.tokenLife())) {
            table.append("%-43s  %-8s  %-20s  %d%n"
                    .formatted(
                            entry.id(),
                            ring.state(entry, now, keys.tokenLife()).name().toLowerCase(Locale.ROOT),
                            text(entry.usedFrom()),
                            entry.certificate().publicKey().getModulus().bitLength()));
        }
        return table.toString();
    }

    private static String text(Instant instant) {
        return instant.equals(Instant.EPOCH)
                ? "the start"
                : instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
