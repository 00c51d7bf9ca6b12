package io.vmregistry.auth.account;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/** The administrator that a new server starts with. */
public final class FirstAccount {

    /** The name when none is asked for. */
    public static final Username DEFAULT_NAME = new Username("admin");

    private static final int RANDOM_BYTES = 18;

    /** What the operator asked for; without a name it is {@link #DEFAULT_NAME}, without a password a generated one. */
    public record Request(Optional<Username> name, Optional<Password> password) {}

    /** What was done at this start. */
    public sealed interface Outcome {
        /** There is an account already, or the asked-for name exists. */
        record Present() implements Outcome {}

        /** The asked-for name was an account's that was deleted: a start does not bring it back. */
        record Deleted(Username username) implements Outcome {}

        record Created(Username username) implements Outcome {}

        /** Created with a password that nobody knows yet: it is to be shown once. */
        record CreatedWithGeneratedPassword(Username username, Password password) implements Outcome {}
    }

    private final Accounts accounts;
    private final Registration registration;
    private final SecureRandom random;

    public FirstAccount(Accounts accounts, Registration registration, SecureRandom random) {
        this.accounts = accounts;
        this.registration = registration;
        this.random = random;
    }

    /**
     * Makes the administrator when there is none to make the others: when the record is empty, or when a name was asked
     * for and does not exist. Of several servers that start at once on one record, one creates it.
     */
    public Outcome ensure(Request request) {
        boolean missing =
                request.name().map(name -> accounts.find(name).isEmpty()).orElseGet(accounts::isEmpty);
        if (!missing) {
            return new Outcome.Present();
        }
        Username name = request.name().orElse(DEFAULT_NAME);
        Password chosen = request.password().orElseGet(this::generate);
        return switch (registration.createFirst(name, chosen)) {
            case Registration.Outcome.Registered(Account _) ->
                request.password().isPresent()
                        ? new Outcome.Created(name)
                        : new Outcome.CreatedWithGeneratedPassword(name, chosen);
            case Registration.Outcome.NameRetired(Username _, Instant _) -> new Outcome.Deleted(name);
            case Registration.Outcome.NameTaken(Username _) -> new Outcome.Present();
            case Registration.Outcome.Closed() -> throw unexpected("closed");
            case Registration.Outcome.BadName(String reason) -> throw unexpected(reason);
            case Registration.Outcome.BadPassword(String reason) -> throw unexpected(reason);
        };
    }

    private static IllegalStateException unexpected(String reason) {
        return new IllegalStateException("the first account was refused: " + reason);
    }

    private Password generate() {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return new Password(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }
}
