package io.vmregistry.auth.account;

import io.vmregistry.auth.audit.AuditAction;
import io.vmregistry.auth.audit.AuditEvent;
import io.vmregistry.auth.audit.AuditLog;
import io.vmregistry.auth.database.Transactions;

/** Changes passwords for those who know the present one. */
public final class PasswordChange {

    private final Authenticator authenticator;
    private final Accounts accounts;
    private final PasswordHasher hasher;
    private final AuditLog audit;
    private final Transactions transactions;

    public PasswordChange(
            Authenticator authenticator,
            Accounts accounts,
            PasswordHasher hasher,
            AuditLog audit,
            Transactions transactions) {
        this.authenticator = authenticator;
        this.accounts = accounts;
        this.hasher = hasher;
        this.audit = audit;
        this.transactions = transactions;
    }

    /** False when {@code current} is wrong, or the credentials changed meanwhile. */
    public boolean change(Username username, String current, Password successor) {
        return authenticator
                .confirm(username, current)
                .filter(account -> set(account, successor))
                .isPresent();
    }

    private boolean set(Account account, Password successor) {
        PasswordHash hash = hasher.hash(successor);
        return transactions.call("change a password", () -> {
            boolean changed = accounts.changePassword(account, hash);
            if (changed) {
                audit.record(AuditEvent.of(AuditAction.PASSWORD_CHANGED)
                        .by(account.username())
                        .on(account.username()));
            }
            return changed;
        });
    }
}
