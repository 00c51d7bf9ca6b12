package io.vmregistry.auth.api;

import io.vmregistry.auth.account.Account;
import io.vmregistry.auth.account.Registration.Outcome;
import io.vmregistry.auth.account.Username;
import jakarta.ws.rs.core.Response.Status;
import java.time.Instant;

/** What is said to somebody who wanted an account made. */
final class Registrations {

    private Registrations() {}

    /** The account; anything else is thrown as a refusal. */
    static Account made(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Registered(Account account) -> account;
            case Outcome.Closed() ->
                throw Refusal.of(
                        Status.FORBIDDEN,
                        "REGISTRATION_CLOSED",
                        "Registration is closed on this server. Ask its administrator for an account.");
            case Outcome.NameTaken(Username username) ->
                throw Refusal.of(Status.CONFLICT, "NAME_TAKEN", "The username \"%s\" is taken.".formatted(username));
            case Outcome.NameRetired(Username username, Instant reusableFrom) ->
                throw Refusal.of(
                        Status.CONFLICT,
                        "NAME_RETIRED",
                        "The username \"%s\" was another's. An administrator may give it again from %s on."
                                .formatted(username, reusableFrom));
            case Outcome.BadName(String reason) -> throw Refusal.invalid("INVALID_USERNAME", reason);
            case Outcome.BadPassword(String reason) -> throw Refusal.invalid("INVALID_PASSWORD", reason);
        };
    }
}
