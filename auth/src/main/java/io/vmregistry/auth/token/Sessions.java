package io.vmregistry.auth.token;

import io.vmregistry.auth.account.Account;
import io.vmregistry.auth.account.Authenticator;
import io.vmregistry.auth.acl.AccessList;
import io.vmregistry.auth.acl.AccessRules;
import io.vmregistry.auth.audit.AuditAction;
import io.vmregistry.auth.audit.AuditEvent;
import io.vmregistry.auth.audit.AuditLog;
import io.vmregistry.auth.database.Transactions;
import io.vmregistry.auth.token.RefreshTokens.Finding;
import io.vmregistry.auth.token.RefreshTokens.Kind;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * What a person has after a login: an access token, and a refresh token that is exchanged for the next pair. Who presents
 * a refresh token for the second time is either a thief or robbed by one, so all tokens of that login end. A client that
 * got no answer to an exchange logs in again.
 */
public final class Sessions {

    private static final Logger LOG = Logger.getLogger(Sessions.class);

    private final Authenticator authenticator;
    private final RefreshTokens refreshTokens;
    private final AccessRules rules;
    private final AccessTokens accessTokens;
    private final TokenPolicy policy;
    private final AuditLog audit;
    private final Transactions transactions;
    private final SecureRandom random;
    private final Clock clock;

    public Sessions(
            Authenticator authenticator,
            RefreshTokens refreshTokens,
            AccessRules rules,
            AccessTokens accessTokens,
            TokenPolicy policy,
            AuditLog audit,
            Transactions transactions,
            SecureRandom random,
            Clock clock) {
        this.authenticator = authenticator;
        this.refreshTokens = refreshTokens;
        this.rules = rules;
        this.accessTokens = accessTokens;
        this.policy = policy;
        this.audit = audit;
        this.transactions = transactions;
        this.random = random;
        this.clock = clock;
    }

    /**
     * A pair of tokens.
     *
     * @param refreshLifetime what is left until the whole login ends
     */
    public record Session(
            Account account, AccessToken accessToken, RefreshToken refreshToken, Duration refreshLifetime) {}

    /** What became of a request for tokens. */
    public sealed interface Outcome {
        record Opened(Session session) implements Outcome {}

        record BadCredentials() implements Outcome {}

        record BadRefreshToken() implements Outcome {}

        /** The refresh token had been exchanged before; the login it belongs to has been ended. */
        record Reused() implements Outcome {}
    }

    public Outcome login(String username, String password) {
        return authenticator
                .authenticate(username, password)
                .<Outcome>flatMap(account -> begin(account, Kind.ROTATING)
                        .map(token -> new Outcome.Opened(session(
                                new Holder(account, rules.of(account.id())),
                                token,
                                clock.instant().plus(policy.refreshLifetime())))))
                .orElseGet(Outcome.BadCredentials::new);
    }

    public Outcome refresh(String presented) {
        Optional<RefreshToken> token = RefreshToken.parse(presented);
        if (token.isEmpty()) {
            return new Outcome.BadRefreshToken();
        }
        RefreshToken successor = RefreshToken.generate(random);
        Judgement judgement =
                judge(() -> refreshTokens.exchange(token.get().hash(), successor.hash(), clock.instant()));
        return switch (judgement.finding()) {
            case Finding.Valid(Account account, Instant expiresAt) ->
                new Outcome.Opened(session(new Holder(account, judgement.allowed()), successor, expiresAt));
            case Finding.Refused() -> new Outcome.BadRefreshToken();
            case Finding.Reused(Account _) -> new Outcome.Reused();
        };
    }

    /** Ends a login. A token that is unknown or void already is no error: the caller has what it wanted. */
    public void logout(String presented) {
        RefreshToken.parse(presented).ifPresent(token -> refreshTokens.revokeFamily(token.hash(), clock.instant()));
    }

    /** Records an offline token. Empty when the credentials changed since they were checked. */
    public Optional<RefreshToken> offlineToken(Account account) {
        return begin(account, Kind.OFFLINE);
    }

    /** An account and what it is allowed. */
    public record Holder(Account account, AccessList allowed) {}

    /** Whose a refresh token is that is used without being exchanged. Empty when the token is void. */
    public Optional<Holder> holderOf(RefreshToken token) {
        Judgement judgement = judge(() -> refreshTokens.inspect(token.hash(), clock.instant()));
        return switch (judgement.finding()) {
            case Finding.Valid(Account account, Instant _) -> Optional.of(new Holder(account, judgement.allowed()));
            case Finding.Refused(), Finding.Reused(Account _) -> Optional.empty();
        };
    }

    /** @param allowed nothing unless the finding is valid */
    private record Judgement(Finding finding, AccessList allowed) {}

    /**
     * Finds out about a token and does what follows from it in the same transaction: a valid token's rules are read, a
     * reuse is revoked and in the audit log, or neither. The server's own log has it in either case.
     */
    private Judgement judge(Supplier<Finding> look) {
        return transactions.call("check a refresh token", () -> {
            Finding finding = look.get();
            return new Judgement(
                    finding,
                    switch (finding) {
                        case Finding.Valid(Account account, Instant _) -> rules.of(account.id());
                        case Finding.Refused() -> AccessList.NONE;
                        case Finding.Reused(Account account) -> {
                            LOG.warnf(
                                    "A refresh token of account %s is used again after its exchange: ending that login",
                                    account.username());
                            audit.record(AuditEvent.of(AuditAction.REFRESH_REUSED)
                                    .on(account.username())
                                    .saying("The login was ended"));
                            yield AccessList.NONE;
                        }
                    });
        });
    }

    private Optional<RefreshToken> begin(Account account, Kind kind) {
        RefreshToken token = RefreshToken.generate(random);
        Instant now = clock.instant();
        boolean recorded = refreshTokens.begin(account, token.hash(), kind, now, now.plus(policy.refreshLifetime()));
        return recorded ? Optional.of(token) : Optional.empty();
    }

    private Session session(Holder holder, RefreshToken refreshToken, Instant refreshExpiresAt) {
        AccessToken accessToken = accessTokens.scoped(holder.account().username(), holder.allowed());
        return new Session(
                holder.account(),
                accessToken,
                refreshToken,
                Duration.between(accessToken.issuedAt(), refreshExpiresAt));
    }
}
