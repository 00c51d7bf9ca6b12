package io.vmregistry.auth.account;

/** Changes passwords for those who know the present one. */
public final class PasswordChange {

    private final Accounts accounts;
    private final PasswordHasher hasher;

    public PasswordChange(Accounts accounts, PasswordHasher hasher) {
        this.accounts = accounts;
        this.hasher = hasher;
    }

    /** False when {@code current} is wrong, or the credentials changed meanwhile. */
    public boolean change(Account account, String current, Password successor) {
        return hasher.matches(current, account.passwordHash())
                && accounts.changePassword(account, hasher.hash(successor));
    }
}
