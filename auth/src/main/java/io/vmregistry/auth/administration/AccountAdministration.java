package io.vmregistry.auth.administration;

import io.vmregistry.auth.account.Account;
import io.vmregistry.auth.account.AccountId;
import io.vmregistry.auth.account.Accounts;
import io.vmregistry.auth.account.Password;
import io.vmregistry.auth.account.PasswordHash;
import io.vmregistry.auth.account.PasswordHasher;
import io.vmregistry.auth.account.Registration;
import io.vmregistry.auth.account.Username;
import io.vmregistry.auth.audit.AuditAction;
import io.vmregistry.auth.audit.AuditLog;
import io.vmregistry.auth.database.Transactions;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Accounts in the hands of an administrator. What is done and its entry in the audit log are there both or not at all.
 * The last administrator who can log in stays one.
 */
public final class AccountAdministration {

    /** What became of a change to an account. */
    public sealed interface Outcome {
        /** The account as it is now, or was before it was deleted. */
        record Done(Account account) implements Outcome {}

        record NoSuchAccount() implements Outcome {}

        /** Nobody could administer afterwards. */
        record LastAdministrator() implements Outcome {}
    }

    private final Accounts accounts;
    private final Registration registration;
    private final PasswordHasher hasher;
    private final AuditLog audit;
    private final Transactions transactions;
    private final Clock clock;

    public AccountAdministration(
            Accounts accounts,
            Registration registration,
            PasswordHasher hasher,
            AuditLog audit,
            Transactions transactions,
            Clock clock) {
        this.accounts = accounts;
        this.registration = registration;
        this.hasher = hasher;
        this.audit = audit;
        this.transactions = transactions;
        this.clock = clock;
    }

    public List<Account> list(Accounts.Page page) {
        return accounts.list(page);
    }

    public Optional<Account> find(Username name) {
        return accounts.find(name);
    }

    /** Makes an account, also when registration is closed. */
    public Registration.Outcome create(Administrator by, String username, String password, boolean admin) {
        return registration.provide(
                username,
                password,
                admin,
                by.did(AuditAction.ACCOUNT_CREATED).on(username).saying(admin ? "an administrator" : ""));
    }

    /** Keeps the account from logging in and refreshing; its access tokens count for the minutes that they have. */
    public Outcome disable(Administrator by, Username name) {
        return change(
                "disable an account",
                by,
                name,
                AuditAction.ACCOUNT_DISABLED,
                Effect.TAKES_POWER,
                id -> accounts.disable(id, clock.instant()));
    }

    public Outcome enable(Administrator by, Username name) {
        return change(
                "enable an account", by, name, AuditAction.ACCOUNT_ENABLED, Effect.LEAVES_POWER, accounts::enable);
    }

    public Outcome grantAdmin(Administrator by, Username name) {
        return change(
                "make an administrator",
                by,
                name,
                AuditAction.ADMIN_GRANTED,
                Effect.LEAVES_POWER,
                id -> accounts.setAdmin(id, true));
    }

    public Outcome revokeAdmin(Administrator by, Username name) {
        return change(
                "unmake an administrator",
                by,
                name,
                AuditAction.ADMIN_REVOKED,
                Effect.TAKES_POWER,
                id -> accounts.setAdmin(id, false));
    }

    /** Sets the password of somebody who forgot it, and ends what the account has open. */
    public Outcome setPassword(Administrator by, Username name, Password password) {
        PasswordHash hash = hasher.hash(password);
        return change(
                "set a password",
                by,
                name,
                AuditAction.PASSWORD_CHANGED,
                Effect.LEAVES_POWER,
                id -> accounts.resetPassword(id, hash));
    }

    /** Removes the account, its rules and its refresh tokens for good. Its name stays retired. */
    public Outcome delete(Administrator by, Username name) {
        return change(
                "delete an account",
                by,
                name,
                AuditAction.ACCOUNT_DELETED,
                Effect.TAKES_POWER,
                id -> accounts.delete(id, clock.instant()));
    }

    /** Whether a change may leave the server without an administrator. */
    private enum Effect {
        TAKES_POWER,
        LEAVES_POWER
    }

    private Outcome change(
            String purpose,
            Administrator by,
            Username name,
            AuditAction action,
            Effect effect,
            Function<AccountId, Optional<Account>> change) {
        Optional<AccountId> id = accounts.find(name).map(Account::id);
        if (id.isEmpty()) {
            return new Outcome.NoSuchAccount();
        }
        // The account is read once more inside, after its row and those of the administrators are held.
        return transactions.call(purpose, () -> {
            if (effect == Effect.TAKES_POWER && !accounts.hasOtherAdmin(id.get())) {
                return new Outcome.LastAdministrator();
            }
            Optional<Account> changed = change.apply(id.get());
            changed.ifPresent(_ -> audit.record(by.did(action).on(name)));
            return changed.<Outcome>map(Outcome.Done::new).orElseGet(Outcome.NoSuchAccount::new);
        });
    }
}
