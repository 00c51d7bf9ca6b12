package io.vmregistry.auth;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.vmregistry.auth.account.Registration;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Settings that the running server reads. The command line checks and sets them; see {@link ServerCommand}. */
@ConfigMapping(prefix = "vm-registry.auth")
public interface AuthConfig {

    /** Whether everybody may make an account. */
    @WithDefault("open")
    Registration.Policy registration();

    /** The claim {@code iss} of every token. */
    @WithDefault("vm-registry-auth")
    String issuer();

    /** The claim {@code aud} of every token: the registries that accept it. */
    @WithDefault("vm-registry")
    String audience();

    /** How long an access token counts. */
    @WithDefault("10m")
    Duration accessTtl();

    /** How long a login counts, however often its tokens are refreshed; also the life of an offline token. */
    @WithDefault("30d")
    Duration refreshTtl();

    /** Base-2 logarithm of bcrypt's rounds. The command line takes no less than 12. */
    @WithDefault("12")
    int bcryptCost();

    /** Directory of the signing keys, which all servers of one database share. */
    @WithDefault("auth-data/keys")
    Path keysDir();

    /** Size of a key that is made because there is none, in bits. */
    @WithDefault("4096")
    int keyBits();

    /** Whether tokens from {@code /token} bring their key's certificate, which registries of others believe. */
    @WithDefault("true")
    boolean tokenX5c();

    /** Time between two clean-ups of refresh tokens. 0 turns them off. */
    @WithDefault("1h")
    Duration cleanupInterval();

    /** Name of the first account. */
    Optional<String> adminUser();

    /** File with the first account's password; without it one is generated and printed. */
    Optional<Path> adminPasswordFile();

    /** Networks of proxies whose {@code X-Forwarded-For} is believed, {@code 10.0.0.0/8}. */
    Optional<List<String>> trustedProxies();

    /** How long entries of the audit log are kept. */
    @WithDefault("365d")
    Duration auditRetention();

    /** Wrong passwords for one account before the next has to wait. */
    @WithDefault("20")
    int loginAttempts();

    /** Wrong passwords from one source before the next has to wait. */
    @WithDefault("60")
    int sourceAttempts();

    /** Accounts that one source registers within an hour before the next has to wait. */
    @WithDefault("60")
    int registrations();

    /** The longest wait between two attempts. */
    @WithDefault("60s")
    Duration longestWait();

    /** Whether this is a server; a subcommand is none, and makes neither keys nor accounts by itself. */
    @WithDefault("true")
    boolean serving();
}
