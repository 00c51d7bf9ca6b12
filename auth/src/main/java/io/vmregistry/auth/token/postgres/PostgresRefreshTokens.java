package io.vmregistry.auth.token.postgres;

import io.vmregistry.auth.account.Account;
import io.vmregistry.auth.account.AccountId;
import io.vmregistry.auth.account.postgres.AccountEntity;
import io.vmregistry.auth.account.postgres.AccountRepository;
import io.vmregistry.auth.database.Transactions;
import io.vmregistry.auth.token.RefreshToken;
import io.vmregistry.auth.token.RefreshTokens;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * {@link RefreshTokens} in the table {@code refresh_tokens}. Every change holds the account's row first and reads the
 * token after that, so it sees all that earlier changes on this account left behind.
 */
@ApplicationScoped
public class PostgresRefreshTokens implements RefreshTokens {

    private final RefreshTokenRepository tokens;
    private final AccountRepository accounts;
    private final Transactions transactions;

    PostgresRefreshTokens(RefreshTokenRepository tokens, AccountRepository accounts, Transactions transactions) {
        this.tokens = tokens;
        this.accounts = accounts;
        this.transactions = transactions;
    }

    @Override
    public boolean begin(Account seen, RefreshToken.Hash token, Kind kind, Instant now, Instant expiresAt) {
        return transactions.call("record a refresh token", () -> {
            boolean allowed = accounts.held(seen.id())
                    .filter(account -> account.stillAllows(seen.credentialVersion()))
                    .isPresent();
            if (allowed) {
                tokens.persistAndFlush(new RefreshTokenEntity(
                        seen.id(), seen.credentialVersion(), token, kind == Kind.OFFLINE, now, expiresAt));
            }
            return allowed;
        });
    }

    @Override
    public Finding exchange(RefreshToken.Hash presented, RefreshToken.Hash successor, Instant now) {
        return withToken("exchange a refresh token", presented, (account, token) -> {
            Finding finding = judge(account, token, now);
            if (token.offline()) {
                return new Finding.Refused();
            }
            if (finding instanceof Finding.Valid) {
                tokens.persistAndFlush(token.exchange(successor, now));
            }
            return finding;
        });
    }

    /**
     * Holds nothing as long as the token was not exchanged: an account whose machines ask for many tokens at once is not
     * to wait for itself.
     */
    @Override
    public Finding inspect(RefreshToken.Hash presented, Instant now) {
        Optional<Finding> found = transactions.call(
                "check a refresh token",
                () -> tokens.ownedAndNotExchanged(presented).map(owned -> judge(owned.account(), owned.token(), now)));
        return found.orElseGet(
                () -> withToken("check a refresh token", presented, (account, token) -> judge(account, token, now)));
    }

    @Override
    public int remove(Instant expiredBefore, Instant revokedBefore, int limit) {
        int removed = transactions.call("clean up refresh tokens", () -> tokens.removeExpired(expiredBefore, limit));
        removed += transactions.call("clean up refresh tokens", () -> tokens.removeRevoked(revokedBefore, limit));
        removed += transactions.call("clean up refresh tokens", () -> tokens.removeVoid(limit));
        return removed;
    }

    @Override
    public void revokeFamily(RefreshToken.Hash presented, Instant now) {
        withToken("revoke a refresh token", presented, (_, token) -> {
            tokens.revoke(token.family(), now);
            return new Finding.Refused();
        });
    }

    private Finding withToken(
            String purpose, RefreshToken.Hash presented, BiFunction<AccountEntity, RefreshTokenEntity, Finding> work) {
        return transactions.call(purpose, () -> {
            Optional<AccountEntity> account =
                    tokens.ownerOf(presented).map(AccountId::new).flatMap(accounts::held);
            Optional<RefreshTokenEntity> token = tokens.hashed(presented);
            if (account.isEmpty() || token.isEmpty()) {
                return new Finding.Refused();
            }
            return work.apply(account.get(), token.get());
        });
    }

    private Finding judge(AccountEntity account, RefreshTokenEntity token, Instant now) {
        if (token.wasExchanged()) {
            tokens.revoke(token.family(), now);
            return new Finding.Reused(account.toAccount());
        }
        if (token.isOver(now) || !account.stillAllows(token.credentialVersion())) {
            return new Finding.Refused();
        }
        return new Finding.Valid(account.toAccount(), token.expiresAt());
    }
}
