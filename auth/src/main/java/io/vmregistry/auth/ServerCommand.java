package io.vmregistry.auth;

import io.vmregistry.auth.account.Password;
import io.vmregistry.auth.account.Registration;
import io.vmregistry.auth.account.Username;
import io.vmregistry.auth.database.DatabaseProbe;
import io.vmregistry.auth.database.DatabaseUrl;
import io.vmregistry.auth.database.embedded.EmbeddedPostgres;
import io.vmregistry.auth.key.KeyDirectory;
import io.vmregistry.auth.origin.AddressBlock;
import io.vmregistry.auth.token.TokenPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The flags. Each has an environment variable, which counts when the flag is not given. Everything is checked here, before
 * anything is started; what Quarkus needs of it travels as system properties.
 */
@Command(
        name = "vm-registry-auth",
        description = "The auth server of VM Registry: accounts, access lists and tokens.",
        subcommands = {UserCommand.class, AclCommand.class, AuditCommand.class, KeyCommand.class},
        versionProvider = ServerCommand.Version.class,
        usageHelpAutoWidth = true)
final class ServerCommand implements Callable<Integer> {

    /** Not an exit code: the server was started and the process goes on. */
    static final int STILL_RUNNING = -1;

    static final int MIN_BCRYPT_COST = 12;
    static final int MAX_BCRYPT_COST = 20;
    private static final int MAX_PORT = 65535;
    private static final long STOP_SECONDS = 30;

    @Option(
            names = {"-port", "--port"},
            paramLabel = "PORT",
            defaultValue = "${env:VM_REGISTRY_AUTH_PORT:-4078}",
            description = "Port to listen on; 0 takes a free one. Default: 4078. VM_REGISTRY_AUTH_PORT")
    int port;

    @Option(
            names = {"-host", "--host"},
            paramLabel = "ADDRESS",
            defaultValue = "${env:VM_REGISTRY_AUTH_HOST:-0.0.0.0}",
            description = "Address to listen on. Default: 0.0.0.0, all. VM_REGISTRY_AUTH_HOST")
    String host = "";

    @Option(
            names = {"-data-dir", "--data-dir"},
            paramLabel = "DIRECTORY",
            defaultValue = "${env:VM_REGISTRY_AUTH_DATA_DIR:-./auth-data}",
            description =
                    "Where the embedded PostgreSQL and the keys live. Default: ./auth-data. VM_REGISTRY_AUTH_DATA_DIR")
    Path dataDir = Path.of("");

    @Option(
            names = {"-keys-dir", "--keys-dir"},
            paramLabel = "DIRECTORY",
            defaultValue = "${env:VM_REGISTRY_AUTH_KEYS_DIR}",
            description =
                    "Where auth.key and auth.pub are, made when missing. Default: keys in the data directory. VM_REGISTRY_AUTH_KEYS_DIR")
    @Nullable
    Path keysDir;

    @Option(
            names = {"-key-bits", "--key-bits"},
            paramLabel = "NUMBER",
            defaultValue = "${env:VM_REGISTRY_AUTH_KEY_BITS:-4096}",
            description = "Size of an RSA key that is made, 2048 to 8192. Default: 4096. VM_REGISTRY_AUTH_KEY_BITS")
    int keyBits;

    @Option(
            names = {"-token-x5c", "--token-x5c"},
            paramLabel = "true|false",
            arity = "1",
            defaultValue = "${env:VM_REGISTRY_AUTH_TOKEN_X5C:-true}",
            description =
                    "Whether tokens from /token bring their key's certificate, as docker-registry needs. Default: true. VM_REGISTRY_AUTH_TOKEN_X5C")
    boolean tokenX5c;

    @Option(
            names = {"-database-url", "--database-url"},
            paramLabel = "URL",
            description =
                    "postgresql://user:password@host:port/database. Default: the embedded PostgreSQL. DATABASE_URL or VM_REGISTRY_AUTH_DATABASE_URL; a flag is seen by every user of this machine, a variable is not")
    @Nullable
    String databaseUrl;

    @Option(
            names = {"-registration", "--registration"},
            paramLabel = "open|closed",
            defaultValue = "${env:VM_REGISTRY_AUTH_REGISTRATION:-open}",
            description = "Whether everybody may make an account. Default: open. VM_REGISTRY_AUTH_REGISTRATION")
    Registration.Policy registration = Registration.Policy.CLOSED;

    @Option(
            names = {"-admin-user", "--admin-user"},
            paramLabel = "NAME",
            defaultValue = "${env:VM_REGISTRY_AUTH_ADMIN_USER}",
            description =
                    "An administrator to make if there is none of this name. Default: admin, when there is no account at all. VM_REGISTRY_AUTH_ADMIN_USER")
    @Nullable
    String adminUser;

    @Option(
            names = {"-admin-password-file", "--admin-password-file"},
            paramLabel = "FILE",
            defaultValue = "${env:VM_REGISTRY_AUTH_ADMIN_PASSWORD_FILE}",
            description =
                    "The administrator's first password. Default: one is generated and printed once. VM_REGISTRY_AUTH_ADMIN_PASSWORD_FILE")
    @Nullable
    Path adminPasswordFile;

    @Option(
            names = {"-issuer", "--issuer"},
            paramLabel = "NAME",
            defaultValue = "${env:VM_REGISTRY_AUTH_ISSUER:-vm-registry-auth}",
            description = "The issuer that tokens name. Default: vm-registry-auth. VM_REGISTRY_AUTH_ISSUER")
    String issuer = "";

    @Option(
            names = {"-audience", "--audience"},
            paramLabel = "NAME",
            defaultValue = "${env:VM_REGISTRY_AUTH_AUDIENCE:-vm-registry}",
            description = "The registries that tokens are for. Default: vm-registry. VM_REGISTRY_AUTH_AUDIENCE")
    String audience = "";

    @Option(
            names = {"-access-ttl", "--access-ttl"},
            paramLabel = "DURATION",
            defaultValue = "${env:VM_REGISTRY_AUTH_ACCESS_TTL:-10m}",
            description = "How long an access token counts, 60s or more. Default: 10m. VM_REGISTRY_AUTH_ACCESS_TTL")
    String accessTtl = "";

    @Option(
            names = {"-refresh-ttl", "--refresh-ttl"},
            paramLabel = "DURATION",
            defaultValue = "${env:VM_REGISTRY_AUTH_REFRESH_TTL:-30d}",
            description =
                    "How long a login counts, however often it is refreshed. Default: 30d. VM_REGISTRY_AUTH_REFRESH_TTL")
    String refreshTtl = "";

    @Option(
            names = {"-cleanup-interval", "--cleanup-interval"},
            paramLabel = "DURATION",
            defaultValue = "${env:VM_REGISTRY_AUTH_CLEANUP_INTERVAL:-1h}",
            description =
                    "Time between two clean-ups of refresh tokens; 0 for never. Default: 1h. VM_REGISTRY_AUTH_CLEANUP_INTERVAL")
    String cleanupInterval = "";

    @Option(
            names = {"-bcrypt-cost", "--bcrypt-cost"},
            paramLabel = "NUMBER",
            defaultValue = "${env:VM_REGISTRY_AUTH_BCRYPT_COST:-12}",
            description = "bcrypt's cost, 12 to 20. Default: 12. VM_REGISTRY_AUTH_BCRYPT_COST")
    int bcryptCost;

    @Option(
            names = {"-login-attempts", "--login-attempts"},
            paramLabel = "NUMBER",
            defaultValue = "${env:VM_REGISTRY_AUTH_LOGIN_ATTEMPTS:-20}",
            description =
                    "Wrong passwords for one account before the next has to wait. Default: 20. VM_REGISTRY_AUTH_LOGIN_ATTEMPTS")
    int loginAttempts;

    @Option(
            names = {"-source-attempts", "--source-attempts"},
            paramLabel = "NUMBER",
            defaultValue = "${env:VM_REGISTRY_AUTH_SOURCE_ATTEMPTS:-60}",
            description =
                    "Wrong passwords, and registrations, from one address before the next has to wait. Default: 60. VM_REGISTRY_AUTH_SOURCE_ATTEMPTS")
    int sourceAttempts;

    @Option(
            names = {"-trusted-proxy", "--trusted-proxy"},
            paramLabel = "NETWORK",
            split = ",",
            defaultValue = "${env:VM_REGISTRY_AUTH_TRUSTED_PROXY}",
            description =
                    "Network of a proxy whose X-Forwarded-For is believed, such as 10.0.0.0/8. Default: none. VM_REGISTRY_AUTH_TRUSTED_PROXY")
    List<String> trustedProxies = List.of();

    @Option(
            names = {"-audit-retention", "--audit-retention"},
            paramLabel = "DURATION",
            defaultValue = "${env:VM_REGISTRY_AUTH_AUDIT_RETENTION:-365d}",
            description = "How long the audit log is kept. Default: 365d. VM_REGISTRY_AUTH_AUDIT_RETENTION")
    String auditRetention = "";

    @Option(
            names = {"-tls-cert", "--tls-cert"},
            paramLabel = "FILE",
            defaultValue = "${env:VM_REGISTRY_AUTH_TLS_CERT}",
            description = "Certificate chain in PEM; with it the port speaks HTTPS only. VM_REGISTRY_AUTH_TLS_CERT")
    @Nullable
    Path tlsCert;

    @Option(
            names = {"-tls-key", "--tls-key"},
            paramLabel = "FILE",
            defaultValue = "${env:VM_REGISTRY_AUTH_TLS_KEY}",
            description = "Key of the certificate in PEM. VM_REGISTRY_AUTH_TLS_KEY")
    @Nullable
    Path tlsKey;

    @Option(
            names = {"-h", "-help", "--help"},
            usageHelp = true,
            description = "Show this text.")
    boolean help;

    @Option(
            names = {"-version", "--version"},
            versionHelp = true,
            description = "Show the version.")
    boolean version;

    @Spec
    @Nullable
    CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        TokenPolicy policy = check();
        DatabaseUrl database = givenDatabase();
        Files.createDirectories(
                dataDir, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path keys = keysDir == null ? dataDir.resolve("keys") : keysDir;
        new KeyDirectory(keys, policy.verifiedFor()).open(keyBits, Instant.now());
        setProperties(keys);
        CountDownLatch stopped = new CountDownLatch(1);
        if (database == null) {
            EmbeddedPostgres postgres = EmbeddedPostgres.start(dataDir.resolve("postgres"));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> closeAfter(stopped, postgres), "stop PostgreSQL"));
            database = postgres.url();
        } else {
            DatabaseProbe.check(database);
        }
        ServerProperties.database(database);
        AuthServer.serve(stopped);
        return STILL_RUNNING;
    }

    /** PostgreSQL goes last: while Quarkus stops, requests are still being answered. */
    private static void closeAfter(CountDownLatch stopped, EmbeddedPostgres postgres) {
        try {
            if (!stopped.await(STOP_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("vm-registry-auth: requests did not end in time; stopping PostgreSQL anyway");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        postgres.close();
    }

    private TokenPolicy check() {
        require(port >= 0 && port <= MAX_PORT, "-port must be 0 to 65535, not " + port);
        require(
                bcryptCost >= MIN_BCRYPT_COST && bcryptCost <= MAX_BCRYPT_COST,
                "-bcrypt-cost must be 12 to 20, not " + bcryptCost);
        require((tlsCert == null) == (tlsKey == null), "-tls-cert and -tls-key belong together");
        requireReadable("-tls-cert", tlsCert);
        requireReadable("-tls-key", tlsKey);
        requireReadable("-admin-password-file", adminPasswordFile);
        try {
            FlagText.requireKeyBits(keyBits);
        } catch (IllegalArgumentException e) {
            throw usage(String.valueOf(e.getMessage()));
        }
        require(loginAttempts >= 1, "-login-attempts must be 1 or more, not " + loginAttempts);
        require(sourceAttempts >= 1, "-source-attempts must be 1 or more, not " + sourceAttempts);
        duration("-audit-retention", auditRetention);
        trustedProxies.forEach(network -> require(
                AddressBlock.parse(network).isPresent(),
                "-trusted-proxy must be a network such as 10.0.0.0/8, not \"%s\"".formatted(network)));
        TokenPolicy policy;
        try {
            policy = new TokenPolicy(
                    issuer, audience, duration("-access-ttl", accessTtl), duration("-refresh-ttl", refreshTtl));
        } catch (IllegalArgumentException e) {
            throw usage(String.valueOf(e.getMessage()));
        }
        duration("-cleanup-interval", cleanupInterval);
        if (adminUser != null) {
            Username.objectionTo(adminUser).ifPresent(objection -> {
                throw usage("-admin-user: " + objection);
            });
        }
        if (adminPasswordFile != null) {
            checkPassword(adminPasswordFile);
        }
        return policy;
    }

    private void checkPassword(Path file) {
        try {
            Password password = Wiring.passwordOf(file);
            require(!password.value().isEmpty(), "-admin-password-file is empty");
        } catch (IllegalArgumentException e) {
            throw usage("-admin-password-file: " + e.getMessage());
        }
    }

    private Duration duration(String flag, String text) {
        try {
            return FlagText.duration(flag, text);
        } catch (IllegalArgumentException e) {
            throw usage(String.valueOf(e.getMessage()));
        }
    }

    private @Nullable DatabaseUrl givenDatabase() {
        try {
            return GivenDatabase.from(databaseUrl).orElse(null);
        } catch (IllegalArgumentException e) {
            throw usage(String.valueOf(e.getMessage()));
        }
    }

    private void setProperties(Path keys) {
        ServerProperties.set("quarkus.http.host", host);
        ServerProperties.set("quarkus.http.port", Integer.toString(port));
        if (tlsCert != null && tlsKey != null) {
            ServerProperties.set(
                    "quarkus.http.ssl.certificate.files",
                    tlsCert.toAbsolutePath().toString());
            ServerProperties.set(
                    "quarkus.http.ssl.certificate.key-files",
                    tlsKey.toAbsolutePath().toString());
            ServerProperties.set("quarkus.http.ssl-port", Integer.toString(port));
            ServerProperties.set("quarkus.http.insecure-requests", "disabled");
        }
        ServerProperties.set(
                "vm-registry.auth.registration", registration.name().toLowerCase(Locale.ROOT));
        ServerProperties.set("vm-registry.auth.issuer", issuer);
        ServerProperties.set("vm-registry.auth.audience", audience);
        ServerProperties.set("vm-registry.auth.access-ttl", accessTtl);
        ServerProperties.set("vm-registry.auth.refresh-ttl", refreshTtl);
        ServerProperties.set("vm-registry.auth.bcrypt-cost", Integer.toString(bcryptCost));
        ServerProperties.set("vm-registry.auth.keys-dir", keys.toString());
        ServerProperties.set("vm-registry.auth.login-attempts", Integer.toString(loginAttempts));
        ServerProperties.set("vm-registry.auth.source-attempts", Integer.toString(sourceAttempts));
        ServerProperties.set("vm-registry.auth.registrations", Integer.toString(sourceAttempts));
        ServerProperties.set("vm-registry.auth.audit-retention", auditRetention);
        if (!trustedProxies.isEmpty()) {
            ServerProperties.set("vm-registry.auth.trusted-proxies", String.join(",", trustedProxies));
        }
        ServerProperties.set("vm-registry.auth.cleanup-interval", cleanupInterval);
        ServerProperties.set("vm-registry.auth.key-bits", Integer.toString(keyBits));
        ServerProperties.set("vm-registry.auth.token-x5c", Boolean.toString(tokenX5c));
        if (adminUser != null) {
            ServerProperties.set("vm-registry.auth.admin-user", adminUser);
        }
        if (adminPasswordFile != null) {
            ServerProperties.set("vm-registry.auth.admin-password-file", adminPasswordFile.toString());
        }
    }

    private void requireReadable(String flag, @Nullable Path file) {
        require(file == null || Files.isReadable(file), "%s: there is no readable file %s".formatted(flag, file));
    }

    private void require(boolean condition, String message) {
        if (!condition) {
            throw usage(message);
        }
    }

    private ParameterException usage(String message) {
        if (spec == null) {
            throw new IllegalStateException("picocli did not inject the specification");
        }
        return new ParameterException(spec.commandLine(), message);
    }

    /** Reads the version that the build wrote. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() throws IOException {
            Properties properties = new Properties();
            try (InputStream text = ServerCommand.class.getResourceAsStream("version.properties")) {
                properties.load(text);
            }
            return new String[] {"vm-registry-auth " + properties.getProperty("version")};
        }
    }
}
