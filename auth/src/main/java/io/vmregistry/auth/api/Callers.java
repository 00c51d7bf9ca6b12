package io.vmregistry.auth.api;

import io.vmregistry.auth.account.Account;
import io.vmregistry.auth.account.Accounts;
import io.vmregistry.auth.administration.Administrator;
import io.vmregistry.auth.token.AccessTokenVerifier;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response.Status;
import org.jspecify.annotations.Nullable;

/** Who calls, by the access token that they bring. What they may is read from the record, not from the token. */
@Singleton
final class Callers {

    private static final String SCHEME = "Bearer ";

    private final AccessTokenVerifier verifier;
    private final Accounts accounts;

    Callers(AccessTokenVerifier verifier, Accounts accounts) {
        this.verifier = verifier;
        this.accounts = accounts;
    }

    /** The account of the caller, as it is now. */
    Account caller(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw Refusal.unauthorized("This route needs an access token: Authorization: Bearer …");
        }
        return verifier.verify(authorization.substring(SCHEME.length()).strip())
                .flatMap(accounts::find)
                .filter(Account::enabled)
                .orElseThrow(() -> Refusal.unauthorized("The access token does not count (any more). Log in again."));
    }

    /** The caller, who has to be an administrator now. */
    Administrator administrator(@Nullable String authorization) {
        Account caller = caller(authorization);
        if (!caller.admin()) {
            throw Refusal.of(
                    Status.FORBIDDEN,
                    "DENIED",
                    "This route is for administrators, and %s is none.".formatted(caller.username()));
        }
        return new Administrator.ByAccount(caller.username());
    }
}
