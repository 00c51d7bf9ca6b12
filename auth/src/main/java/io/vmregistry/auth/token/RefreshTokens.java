package io.vmregistry.auth.token;

import io.vmregistry.auth.account.Account;
import java.time.Instant;

/**
 * The record of refresh tokens. All tokens that descend from one login are a family with one expiry; the family is
 * revoked as a whole.
 *
 * <p>Every method may be called from any thread and from several servers on one record, and either does all of its work
 * or none. Calls on one account's tokens follow each other: a token that was issued is seen by the revocation that comes
 * after it. A token also becomes void when its account is disabled or gets another password.
 *
 * <p>Called inside of {@link io.vmregistry.auth.database.Transactions#call}, a method is part of that work: kept or lost with it.
 *
 * <p>Every method throws {@link io.vmregistry.auth.database.DatabaseUnavailableException} when the record cannot be
 * reached now. A token whose recording failed was not issued.
 */
public interface RefreshTokens {

    /** How a token is used. */
    enum Kind {
        /** Exchanged once for a successor. */
        ROTATING,
        /** Used many times, never exchanged: what the Docker token specification calls an offline token. */
        OFFLINE
    }

    /** What a presented token turned out to be. */
    sealed interface Finding {

        /** It counts. The account is as it is recorded now. */
        record Valid(Account account, Instant expiresAt) implements Finding {}

        /** It was never issued, is expired, was revoked, is of the wrong kind, or its account may no longer refresh. */
        record Refused() implements Finding {}

        /**
         * It was exchanged before: somebody else holds a copy. Its family has been revoked by this very call, or was
         * before.
         */
        record Reused(Account account) implements Finding {}
    }

    /**
     * Begins a family.
     *
     * @param seen the account as it was when its credentials were checked
     * @return false when the account's credentials changed since, or it was disabled; nothing is recorded then
     */
    boolean begin(Account seen, RefreshToken.Hash token, Kind kind, Instant now, Instant expiresAt);

    /**
     * Exchanges a rotating token for its successor, which expires when it would have. Of several concurrent calls with
     * one token exactly one is {@code Valid}; the others are {@code Reused}, and the family is revoked with the
     * successor in it.
     */
    Finding exchange(RefreshToken.Hash presented, RefreshToken.Hash successor, Instant now);

    /** Looks at a token of either kind without exchanging it. One that was exchanged before counts as reuse here too. */
    Finding inspect(RefreshToken.Hash presented, Instant now);

    /** Revokes the family of the token, whatever state it is in. Does nothing when there is no such token. */
    void revokeFamily(RefreshToken.Hash presented, Instant now);

    /**
     * Removes up to {@code limit} tokens that expired or were revoked before those moments, or that a later password or the disabling of
     * the account made void. Tokens that somebody else is removing or changing are left out.
     *
     * @return how many were removed; zero when nothing is left to do
     */
    int remove(Instant expiredBefore, Instant revokedBefore, int limit);
}
