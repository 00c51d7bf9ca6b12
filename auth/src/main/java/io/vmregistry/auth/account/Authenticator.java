package io.vmregistry.auth.account;

import java.util.Optional;

/** Decides whether somebody is who they say. Does not tell an unknown name from a wrong password, not even in time. */
public final class Authenticator {

    private final Accounts accounts;
    private final PasswordHasher hasher;

    public Authenticator(Accounts accounts, PasswordHasher hasher) {
        this.accounts = accounts;
        this.hasher = hasher;
    }

    /** The account, when there is an enabled one of this name and the password is its own. Raises an outdated hash. */
    public Optional<Account> authenticate(String username, String password) {
        Optional<Account> account =
                Username.parse(username).flatMap(accounts::find).filter(Account::enabled);
        if (account.isEmpty()) {
            hasher.matchesNobody();
            return Optional.empty();
        }
        if (!hasher.matches(password, account.get().passwordHash())) {
            return Optional.empty();
        }
        if (hasher.isOutdated(account.get().passwordHash())) {
            accounts.rehash(account.get(), hasher.hash(new Password(password)));
        }
        return account;
    }
}
