package io.vmregistry.registry;

import io.vmregistry.registry.settings.ServerSettings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The server's flags, with one dash as the seed writes them or with two. What is not given is left to the settings. */
@Command(
        name = "vm-registry-server",
        sortOptions = false,
        usageHelpAutoWidth = true,
        separator = " ",
        description = {"", "Stores virtual machine images and serves them over HTTP.", ""},
        footer = {
            "",
            "vm-registry-server gc frees what nothing needs any more, also while servers run; see gc --help.",
            "",
            "Each flag is also an environment variable, as VM_REGISTRY_SERVER_FS_PATH for -fs-path, and a property,"
                    + " as vm-registry.server.fs-path. A flag wins over a variable, a variable over a property file."
        })
sealed class ServerFlags permits CollectionFlags {

    @ArgGroup(validate = false, heading = "Listener%n")
    Listener listener = new Listener();

    @ArgGroup(validate = false, heading = "%nStorage%n")
    Storage storage = new Storage();

    @ArgGroup(validate = false, heading = "%nAuthentication%n")
    Authentication authentication = new Authentication();

    @Option(
            names = {"-otlp-endpoint", "--otlp-endpoint"},
            paramLabel = "URL",
            description = "Where traces are sent, OTLP over HTTP. Without it nothing is traced.")
    @Nullable
    String otlpEndpoint;

    @Option(
            names = {"-h", "-help", "--help"},
            usageHelp = true,
            description = "Show this and exit.")
    boolean help;

    @Option(
            names = {"-version", "--version"},
            versionHelp = true,
            description = "Show the version and exit.")
    boolean version;

    static final class Listener {
        @Option(
                names = {"-port", "--port"},
                paramLabel = "PORT",
                description = "Port to listen on. Default 8080.")
        @Nullable
        String port;

        @Option(
                names = {"-host", "--host"},
                paramLabel = "ADDRESS",
                description = "Address to listen on. Default 0.0.0.0, and 127.0.0.1 with -auth disabled.")
        @Nullable
        String host;

        @Option(
                names = {"-tls-cert", "--tls-cert"},
                paramLabel = "FILE",
                description = "Certificate chain, PEM. With -tls-key: HTTPS and nothing else.")
        @Nullable
        String tlsCert;

        @Option(
                names = {"-tls-key", "--tls-key"},
                paramLabel = "FILE",
                description = "Its private key, PEM (PKCS8).")
        @Nullable
        String tlsKey;
    }

    static final class Storage {
        @Option(
                names = {"-storage", "--storage"},
                paramLabel = "BACKEND",
                description = "filesystem or s3. Default filesystem.")
        @Nullable
        String storage;

        @Option(
                names = {"-fs-path", "--fs-path"},
                paramLabel = "DIRECTORY",
                description = "Where the filesystem backend keeps its files. Default ./storage.")
        @Nullable
        String fsPath;

        @Option(
                names = {"-fs-fsync", "--fs-fsync"},
                paramLabel = "true|false",
                description = "Whether acknowledged writes survive a loss of power. Default true.")
        @Nullable
        String fsFsync;

        @Option(
                names = {"-gc-interval", "--gc-interval"},
                paramLabel = "DURATION",
                description = "Between two rounds of garbage collection, as 30m or 1h; 0 for never. Default 1h.")
        @Nullable
        String gcInterval;

        @Option(
                names = {"-gc-grace", "--gc-grace"},
                paramLabel = "DURATION",
                description = "How long a blob that no manifest names is kept. Default 24h.")
        @Nullable
        String gcGrace;

        @Option(
                names = {"-upload-expiry", "--upload-expiry"},
                paramLabel = "DURATION",
                description = "How long an upload that nobody writes to is kept. Default 24h.")
        @Nullable
        String uploadExpiry;

        @Option(
                names = {"-max-manifest-size", "--max-manifest-size"},
                paramLabel = "SIZE",
                description = "Largest manifest that is taken. Default 4MiB.")
        @Nullable
        String maxManifestSize;

        @ArgGroup(validate = false, heading = "%nS3%n")
        ObjectStorage objectStorage = new ObjectStorage();
    }

    /** The S3 backend's. */
    static final class ObjectStorage {
        @Option(
                names = {"-s3-bucket", "--s3-bucket"},
                paramLabel = "NAME",
                description = "Bucket. Needed with -storage s3.")
        @Nullable
        String bucket;

        @Option(
                names = {"-s3-region", "--s3-region"},
                paramLabel = "REGION",
                description = "Its region. Default us-east-1.")
        @Nullable
        String region;

        @Option(
                names = {"-s3-endpoint", "--s3-endpoint"},
                paramLabel = "URL",
                description = "An S3-compatible store. Default Amazon S3.")
        @Nullable
        String endpoint;

        @Option(
                names = {"-s3-access-key", "--s3-access-key"},
                paramLabel = "KEY",
                description = "Access key. Default AWS_ACCESS_KEY_ID, or what else the AWS SDK finds.")
        @Nullable
        String accessKey;

        @Option(
                names = {"-s3-secret-key", "--s3-secret-key"},
                paramLabel = "KEY",
                description = "Its secret; a variable shows it to fewer than a flag. Default AWS_SECRET_ACCESS_KEY.")
        @Nullable
        String secretKey;

        @Option(
                names = {"-s3-path-style", "--s3-path-style"},
                paramLabel = "true|false",
                description = "Whether URLs have the bucket in their path. Default true with -s3-endpoint.")
        @Nullable
        String pathStyle;

        @Option(
                names = {"-s3-skip-bucket-creation", "--s3-skip-bucket-creation"},
                paramLabel = "true|false",
                arity = "0..1",
                fallbackValue = "true",
                description = "Do not create a bucket that is missing. Default false.")
        @Nullable
        String skipBucketCreation;

        @Option(
                names = {"-s3-redirect", "--s3-redirect"},
                paramLabel = "true|false",
                arity = "0..1",
                fallbackValue = "true",
                description = "Whether a pull of a blob is sent on to the object store. Default false.")
        @Nullable
        String redirect;

        @Option(
                names = {"-s3-spool", "--s3-spool"},
                paramLabel = "DIRECTORY",
                description =
                        "Local directory for parts of running uploads. Default vm-registry-server in the temporary one.")
        @Nullable
        String spool;

        void addTo(Map<String, String> given) {
            put(given, "s3-bucket", bucket);
            put(given, "s3-region", region);
            put(given, "s3-endpoint", endpoint);
            put(given, "s3-access-key", accessKey);
            put(given, "s3-secret-key", secretKey);
            put(given, "s3-path-style", pathStyle);
            put(given, "s3-skip-bucket-creation", skipBucketCreation);
            put(given, "s3-redirect", redirect);
            put(given, "s3-spool", spool);
        }
    }

    static final class Authentication {
        @Option(
                names = {"-auth", "--auth"},
                paramLabel = "enabled|disabled",
                description = "Whether requests need a token. disabled lets everybody do everything. Default enabled.")
        @Nullable
        String auth;

        @Option(
                names = {"-auth-key", "--auth-key"},
                paramLabel = "FILE",
                description =
                        "The auth server's public keys, PEM; read again when they change. Default ./auth.pub. Without it the server does not start.")
        @Nullable
        String authKey;

        @Option(
                names = {"-jwks-url", "--jwks-url"},
                paramLabel = "URL",
                description = "The auth server's key set, in place of -auth-key.")
        @Nullable
        String jwksUrl;

        @Option(
                names = {"-issuer", "--issuer"},
                paramLabel = "NAME",
                description = "Issuer that tokens must have. Default vm-registry-auth.")
        @Nullable
        String issuer;

        @Option(
                names = {"-audience", "--audience"},
                paramLabel = "NAME",
                description = "Audience that tokens must have. Default vm-registry.")
        @Nullable
        String audience;

        @Option(
                names = {"-token-realm", "--token-realm"},
                paramLabel = "URL",
                description = "Where clients get tokens. Default http://localhost:4078/token.")
        @Nullable
        String tokenRealm;
    }

    /** What was given, as properties. */
    Map<String, String> properties() {
        Map<String, String> given = new LinkedHashMap<>();
        put(given, "port", listener.port);
        put(given, "host", listener.host);
        put(given, "tls-cert", listener.tlsCert);
        put(given, "tls-key", listener.tlsKey);
        put(given, "storage", storage.storage);
        put(given, "fs-path", storage.fsPath);
        put(given, "fs-fsync", storage.fsFsync);
        put(given, "gc-interval", storage.gcInterval);
        put(given, "gc-grace", storage.gcGrace);
        put(given, "upload-expiry", storage.uploadExpiry);
        put(given, "max-manifest-size", storage.maxManifestSize);
        storage.objectStorage.addTo(given);
        put(given, "auth", authentication.auth);
        put(given, "auth-key", authentication.authKey);
        put(given, "jwks-url", authentication.jwksUrl);
        put(given, "issuer", authentication.issuer);
        put(given, "audience", authentication.audience);
        put(given, "token-realm", authentication.tokenRealm);
        put(given, "otlp-endpoint", otlpEndpoint);
        return given;
    }

    private static void put(Map<String, String> given, String name, @Nullable String value) {
        if (value != null) {
            given.put(ServerSettings.PREFIX + "." + name, value);
        }
    }

    /** Why this combination cannot be run; it would be a usage error. */
    Optional<String> refusal(Map<String, String> environment) {
        String backend = storage.storage != null
                ? storage.storage
                : environment.getOrDefault("VM_REGISTRY_SERVER_STORAGE", "filesystem");
        if (!backend.equals("filesystem") && !backend.equals("s3")) {
            return Optional.of("\"" + backend + "\" is no storage backend; use -storage filesystem or -storage s3.");
        }
        if (backend.equals("s3")
                && storage.objectStorage.bucket == null
                && !environment.containsKey("VM_REGISTRY_SERVER_S3_BUCKET")) {
            return Optional.of("-storage s3 needs the name of a bucket: -s3-bucket NAME.");
        }
        if ((listener.tlsCert == null) != (listener.tlsKey == null)
                && !environment.containsKey("VM_REGISTRY_SERVER_TLS_CERT")
                && !environment.containsKey("VM_REGISTRY_SERVER_TLS_KEY")) {
            return Optional.of("-tls-cert and -tls-key are given together or not at all.");
        }
        return Optional.empty();
    }
}
