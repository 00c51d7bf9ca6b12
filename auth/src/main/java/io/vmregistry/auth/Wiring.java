package io.vmregistry.auth;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vmregistry.auth.account.Accounts;
import io.vmregistry.auth.account.AttemptPolicy;
import io.vmregistry.auth.account.Attempts;
import io.vmregistry.auth.account.Authenticator;
import io.vmregistry.auth.account.FirstAccount;
import io.vmregistry.auth.account.Password;
import io.vmregistry.auth.account.PasswordChange;
import io.vmregistry.auth.account.PasswordHasher;
import io.vmregistry.auth.account.Registration;
import io.vmregistry.auth.account.Username;
import io.vmregistry.auth.acl.AccessRules;
import io.vmregistry.auth.administration.AccountAdministration;
import io.vmregistry.auth.administration.Retention;
import io.vmregistry.auth.administration.RuleAdministration;
import io.vmregistry.auth.audit.AuditLog;
import io.vmregistry.auth.database.Transactions;
import io.vmregistry.auth.key.KeyDirectory;
import io.vmregistry.auth.key.KeySet;
import io.vmregistry.auth.key.LiveKeys;
import io.vmregistry.auth.origin.AddressBlock;
import io.vmregistry.auth.origin.Origins;
import io.vmregistry.auth.origin.TrustedProxies;
import io.vmregistry.auth.throttle.AttemptCounts;
import io.vmregistry.auth.token.AccessTokenVerifier;
import io.vmregistry.auth.token.AccessTokens;
import io.vmregistry.auth.token.AccessTokens.Certificates;
import io.vmregistry.auth.token.RefreshTokens;
import io.vmregistry.auth.token.Sessions;
import io.vmregistry.auth.token.TokenCleanup;
import io.vmregistry.auth.token.TokenPolicy;
import io.vmregistry.auth.token.TokenService;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Puts the parts together. */
@Singleton
public class Wiring {

    private static final Logger LOG = Logger.getLogger(Wiring.class);

    /** How much later than it says a token may be taken for good: verifiers have clocks and leeways of their own. */
    private static final Duration VERIFIERS_ARE_LATE = Duration.ofMinutes(1);

    private static final Duration OLD_ENTRIES_GO = Duration.ofHours(1);

    private static final Duration KEYS_ARE_TIDIED = Duration.ofMinutes(1);

    private final AuthConfig config;
    private final Rounds rounds = new Rounds();

    Wiring(AuthConfig config) {
        this.config = config;
    }

    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    SecureRandom random() {
        return new SecureRandom();
    }

    @Produces
    @Singleton
    KeyDirectory keyDirectory(TokenPolicy policy) {
        return new KeyDirectory(config.keysDir(), policy.verifiedFor());
    }

    @Produces
    @Singleton
    Supplier<KeySet> keys(KeyDirectory directory, Clock clock) {
        directory.open(config.keyBits(), clock.instant());
        return new LiveKeys(directory, clock);
    }

    @Produces
    @Singleton
    Retention retention(AuditLog audit, AttemptCounts counts, Clock clock) {
        return new Retention(audit, counts, config.auditRetention(), clock);
    }

    @Produces
    @Singleton
    TrustedProxies trustedProxies() {
        return new TrustedProxies(config.trustedProxies().orElse(List.of()).stream()
                .map(text -> AddressBlock.parse(text)
                        .orElseThrow(() -> new IllegalArgumentException("\"%s\" is no network".formatted(text))))
                .toList());
    }

    @Produces
    @Singleton
    TokenPolicy tokenPolicy() {
        return new TokenPolicy(config.issuer(), config.audience(), config.accessTtl(), config.refreshTtl());
    }

    /** Half of the processors stay free for everything that is not bcrypt. */
    @Produces
    @Singleton
    PasswordHasher passwordHasher() {
        return new PasswordHasher(
                config.bcryptCost(), Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
    }

    void close(@Disposes PasswordHasher hasher) {
        hasher.close();
    }

    @Produces
    @Singleton
    Attempts attempts(AttemptCounts counts, Origins origins, Clock clock) {
        AttemptPolicy policy = AttemptPolicy.of(
                config.loginAttempts(), config.sourceAttempts(), config.registrations(), config.longestWait());
        return new Attempts(counts, policy, origins, clock);
    }

    @Produces
    @Singleton
    Authenticator authenticator(
            Accounts accounts, PasswordHasher hasher, Attempts attempts, AuditLog audit, Transactions transactions) {
        return new Authenticator(accounts, hasher, attempts, audit, transactions);
    }

    @Produces
    @Singleton
    Registration registration(
            Accounts accounts,
            PasswordHasher hasher,
            Attempts attempts,
            AuditLog audit,
            Transactions transactions,
            Clock clock) {
        return new Registration(
                accounts,
                hasher,
                attempts,
                audit,
                transactions,
                config.registration(),
                config.accessTtl().plus(VERIFIERS_ARE_LATE),
                clock);
    }

    @Produces
    @Singleton
    PasswordChange passwordChange(
            Authenticator authenticator,
            Accounts accounts,
            PasswordHasher hasher,
            AuditLog audit,
            Transactions transactions) {
        return new PasswordChange(authenticator, accounts, hasher, audit, transactions);
    }

    @Produces
    @Singleton
    AccountAdministration accountAdministration(
            Accounts accounts,
            Registration registration,
            PasswordHasher hasher,
            AuditLog audit,
            Transactions transactions,
            Clock clock) {
        return new AccountAdministration(accounts, registration, hasher, audit, transactions, clock);
    }

    @Produces
    @Singleton
    RuleAdministration ruleAdministration(
            Accounts accounts, AccessRules rules, AuditLog audit, Transactions transactions, Clock clock) {
        return new RuleAdministration(accounts, rules, audit, transactions, clock);
    }

    @Produces
    @Singleton
    AccessTokens accessTokens(Supplier<KeySet> keys, TokenPolicy policy, Clock clock) {
        return new AccessTokens(keys, policy, config.tokenX5c() ? Certificates.SENT : Certificates.LEFT_OUT, clock);
    }

    @Produces
    @Singleton
    AccessTokenVerifier accessTokenVerifier(Supplier<KeySet> keys, TokenPolicy policy, Clock clock) {
        return new AccessTokenVerifier(keys, policy, clock);
    }

    @Produces
    @Singleton
    Sessions sessions(
            Authenticator authenticator,
            RefreshTokens refreshTokens,
            AccessRules rules,
            AccessTokens accessTokens,
            TokenPolicy policy,
            AuditLog audit,
            Transactions transactions,
            SecureRandom random,
            Clock clock) {
        return new Sessions(
                authenticator, refreshTokens, rules, accessTokens, policy, audit, transactions, random, clock);
    }

    @Produces
    @Singleton
    TokenService tokenService(
            Authenticator authenticator, Sessions sessions, AccessRules rules, AccessTokens accessTokens) {
        return new TokenService(authenticator, sessions, rules, accessTokens);
    }

    @Produces
    @Singleton
    TokenCleanup tokenCleanup(RefreshTokens refreshTokens, Clock clock) {
        return new TokenCleanup(refreshTokens, clock);
    }

    void startRounds(@Observes StartupEvent event, TokenCleanup cleanup, KeyDirectory keys, Clock clock) {
        if (!config.serving()) {
            return;
        }
        rounds.every(config.cleanupInterval(), "clean up refresh tokens", cleanup::run);
        rounds.every(KEYS_ARE_TIDIED, "tidy the signing keys", () -> keys.tidy(clock.instant()));
    }

    void startRetention(@Observes StartupEvent event, Retention retention) {
        if (config.serving()) {
            rounds.every(OLD_ENTRIES_GO, "remove what is kept for a time only", retention::run);
        }
    }

    void stopRounds(@Observes ShutdownEvent event) {
        rounds.close();
    }

    /** Before the first request: wrong keys or settings stop the start, and there is somebody who may administer. */
    void onStart(
            @Observes StartupEvent event,
            Instance<Supplier<KeySet>> keys,
            TokenPolicy policy,
            Accounts accounts,
            Registration registration,
            SecureRandom random) {
        if (!config.serving()) {
            return;
        }
        LOG.infof(
                "Signing as %s with key %s",
                policy.issuer(), keys.get().get().signing().id());
        FirstAccount.Request request = new FirstAccount.Request(
                config.adminUser().map(Username::new),
                config.adminPasswordFile().map(Wiring::passwordOf));
        switch (new FirstAccount(accounts, registration, random).ensure(request)) {
            case FirstAccount.Outcome.Present() -> {}
            case FirstAccount.Outcome.Deleted(Username username) ->
                LOG.warnf(
                        "The account %s was deleted and is not made again by -admin-user; \"vm-registry-auth user add\" does it",
                        username);
            case FirstAccount.Outcome.Created(Username username) -> LOG.infof("Made the first account %s", username);
            case FirstAccount.Outcome.CreatedWithGeneratedPassword(Username username, Password password) ->
                System.out.printf(
                        "First account: %s, password: %s (shown only now; change it)%n", username, password.value());
        }
    }

    /** A password file may end with a line break, which is not part of the password. */
    static Password passwordOf(Path file) {
        try {
            return new Password(Files.readString(file).replaceFirst("\\R\\z", ""));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Tried to read the password in %s but failed because of %s.".formatted(file, e), e);
        }
    }
}
