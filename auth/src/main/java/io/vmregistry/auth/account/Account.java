package io.vmregistry.auth.account;

import java.time.Instant;
import java.util.Optional;

/**
 * One account as it was when it was read.
 *
 * @param credentialVersion raised whenever the password changes or the account is disabled; whatever was issued on an
 *     older version no longer counts
 * @param disabledAt since when it may neither log in nor refresh; empty while it may
 */
public record Account(
        AccountId id,
        Username username,
        PasswordHash passwordHash,
        int credentialVersion,
        boolean admin,
        Instant createdAt,
        Optional<Instant> disabledAt) {

    public boolean enabled() {
        return disabledAt.isEmpty();
    }
}
