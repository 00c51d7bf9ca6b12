package io.vmregistry.auth.account;

import io.vmregistry.spec.scope.Grant;
import java.time.Instant;

/** An account to be recorded, together with the first rule of its access list. */
public record NewAccount(
        Username username, PasswordHash passwordHash, boolean admin, Grant firstRule, Instant createdAt) {}
