package io.vmregistry.auth.account;

import io.vmregistry.auth.account.Attempts.Guess;
import io.vmregistry.auth.audit.AuditAction;
import io.vmregistry.auth.audit.AuditEvent;
import io.vmregistry.auth.audit.AuditLog;
import io.vmregistry.auth.database.Transactions;
import java.util.Optional;

/** Decides whether somebody is who they say. Does not tell an unknown name from a wrong password, not even in time. */
public final class Authenticator {

    private final Accounts accounts;
    private final PasswordHasher hasher;
    private final Attempts attempts;
    private final AuditLog audit;
    private final Transactions transactions;

    public Authenticator(
            Accounts accounts, PasswordHasher hasher, Attempts attempts, AuditLog audit, Transactions transactions) {
        this.accounts = accounts;
        this.hasher = hasher;
        this.attempts = attempts;
        this.audit = audit;
        this.transactions = transactions;
    }

    /**
     * The account, when there is an enabled one of this name and the password is its own. Raises an outdated hash.
     *
     * @throws TooBusyException when too many wait already
     * @throws io.vmregistry.auth.throttle.ThrottledException when too many guesses were wrong lately
     */
    public Optional<Account> authenticate(String username, String password) {
        Optional<Account> account = check(username, password, AuditAction.LOGIN_SUCCEEDED, AuditAction.LOGIN_FAILED);
        account.filter(found -> hasher.isOutdated(found.passwordHash()))
                .ifPresent(found ->
                        hasher.hashUnlessBusy(new Password(password)).ifPresent(hash -> accounts.rehash(found, hash)));
        return account;
    }

    /** As {@link #authenticate}, of somebody who is logged in and shows once more who it is. */
    public Optional<Account> confirm(Username username, String password) {
        return check(username.value(), password, AuditAction.PASSWORD_CONFIRMED, AuditAction.PASSWORD_NOT_CONFIRMED);
    }

    private Optional<Account> check(String username, String password, AuditAction right, AuditAction wrong) {
        hasher.refuseWhenFull();
        Guess guess = attempts.guess(username);
        Optional<Account> account = compare(username, password, guess);
        Optional<Username> name = Username.parse(username);
        if (account.isPresent()) {
            transactions.run("record a login", () -> {
                attempts.wasRight(guess);
                audit.record(AuditEvent.of(right)
                        .by(account.get().username())
                        .on(account.get().username()));
            });
        } else {
            AuditEvent event = AuditEvent.of(wrong)
                    .saying(
                            guess.nextWait().isPositive()
                                    ? "the next attempt has to wait for %d s"
                                            .formatted(guess.nextWait().toSeconds())
                                    : "");
            // What has not the form of a name may be a password in the wrong field.
            audit.record(name.map(event::on).orElse(event));
        }
        return account;
    }

    private Optional<Account> compare(String username, String password, Guess guess) {
        try {
            Optional<Account> account =
                    Username.parse(username).flatMap(accounts::find).filter(Account::enabled);
            if (account.isEmpty()) {
                hasher.matchesNobody();
                return Optional.empty();
            }
            return account.filter(found -> hasher.matches(password, found.passwordHash()));
        } catch (RuntimeException e) {
            giveBack(guess, e);
            throw e;
        }
    }

    private void giveBack(Guess guess, RuntimeException fault) {
        try {
            attempts.wasNotChecked(guess);
        } catch (RuntimeException e) {
            fault.addSuppressed(e);
        }
    }
}
