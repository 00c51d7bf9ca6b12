package io.vmregistry.registry.settings;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The server's settings. Each is a property {@code vm-registry.server.<name>}, a variable
 * {@code VM_REGISTRY_SERVER_<NAME>} and a flag {@code -<name>}; a flag wins over a variable, a variable over a file.
 */
@ConfigMapping(prefix = ServerSettings.PREFIX)
public interface ServerSettings {

    String PREFIX = "vm-registry.server";

    /** Where content is kept. */
    enum Storage {
        FILESYSTEM,
        S3
    }

    /** Whether tokens are asked for. */
    enum Auth {
        ENABLED,
        DISABLED
    }

    /** What a process of this program does. */
    enum Task {
        /** Answers requests. */
        SERVE,
        /** Collects garbage once and ends. */
        COLLECT
    }

    /** What this process does; the command line says so. */
    @WithDefault("serve")
    Task task();

    /** TCP port to listen on; 0 takes a free one. */
    @WithDefault(ListenerConfig.DEFAULT_PORT)
    int port();

    /** Address to listen on. Unset: every address with authentication, loopback alone without. */
    Optional<String> host();

    /** Storage backend. */
    @WithDefault("filesystem")
    Storage storage();

    /** Directory of the filesystem backend. */
    @WithDefault("./storage")
    Path fsPath();

    /** Whether an acknowledged write survives the loss of power. Off only for caches and tests. */
    @WithDefault("true")
    boolean fsFsync();

    /** Bucket of the S3 backend, which needs one. */
    Optional<String> s3Bucket();

    /** Region of the bucket; what an S3-compatible store calls its own. */
    @WithDefault(ObjectStoreConfig.DEFAULT_REGION)
    String s3Region();

    /** URL of an S3-compatible store. Unset: Amazon's own. */
    Optional<URI> s3Endpoint();

    /** Access key. Unset: what the AWS SDK finds (variables, profile, the machine's or the pod's role). */
    Optional<String> s3AccessKey();

    /** Its secret. */
    Optional<String> s3SecretKey();

    /** Whether the bucket is in the path of a URL rather than in the host's name. Unset: with {@link #s3Endpoint} only. */
    Optional<Boolean> s3PathStyle();

    /** Whether a bucket that is missing is an error rather than created. */
    @WithDefault("false")
    boolean s3SkipBucketCreation();

    /** Whether a client that pulls a blob is sent to the object store, with a URL that holds for ten minutes. */
    @WithDefault("false")
    boolean s3Redirect();

    /** Directory on a local disk for the parts of running uploads. */
    @WithDefault("${java.io.tmpdir}/vm-registry-server")
    Path s3Spool();

    /** Whether a request needs a token. */
    @WithDefault("enabled")
    Auth auth();

    /**
     * The auth server's public keys, SubjectPublicKeyInfo as PEM, one block for each; read again when they change. Not read when
     * {@link #jwksUrl} is set.
     */
    @WithDefault("./auth.pub")
    Path authKey();

    /** Where the auth server publishes its keys, so that their rotation is followed without a copy of a file. */
    Optional<URI> jwksUrl();

    /** The {@code iss} that a token has to have. */
    @WithDefault("vm-registry-auth")
    String issuer();

    /** The {@code aud} that a token has to have, and the service that a challenge names. */
    @WithDefault("vm-registry")
    String audience();

    /** Where a client gets a token: the realm of a challenge. */
    @WithDefault("http://localhost:4078/token")
    URI tokenRealm();

    /** Time between two rounds of upkeep: expiry of uploads and garbage collection. 0 turns it off. */
    @WithDefault("1h")
    Duration gcInterval();

    /** How long a blob that no manifest names is kept: longer than any push takes. */
    @WithDefault("24h")
    Duration gcGrace();

    /** How long an upload that nobody writes to is kept. */
    @WithDefault("24h")
    Duration uploadExpiry();

    /** Largest manifest that is taken, as {@code 4MiB}. */
    @WithDefault("4MiB")
    String maxManifestSize();

    /** Where traces are sent, as {@code http://localhost:4318} (OTLP over HTTP). Unset: nothing is traced. */
    Optional<URI> otlpEndpoint();

    /** Certificate chain of the server, PEM. With {@link #tlsKey} the server speaks HTTPS only. */
    Optional<Path> tlsCert();

    /** Private key of {@link #tlsCert}, PEM, PKCS8. */
    Optional<Path> tlsKey();
}
