package io.vmregistry.auth.account;

import io.vmregistry.spec.scope.Grant;
import java.time.Instant;
import java.util.Optional;

/**
 * An account to be recorded, together with the first rule of its access list.
 *
 * @param reuseRetiredBefore when the name of an account that was deleted before this instant may be given again; empty
 *     when no such name may
 */
public record NewAccount(
        Username username,
        PasswordHash passwordHash,
        boolean admin,
        Grant firstRule,
        Instant createdAt,
        Optional<Instant> reuseRetiredBefore) {}
