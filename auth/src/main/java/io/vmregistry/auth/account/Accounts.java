package io.vmregistry.auth.account;

import java.util.Optional;

/**
 * The record of accounts. Every method may be called from any thread, and either does all of its work or none.
 *
 * <p>Every method throws {@link io.vmregistry.auth.database.DatabaseUnavailableException} when the record cannot be
 * reached now; a later call may succeed.
 */
public interface Accounts {

    /** The account of that name, disabled or not. */
    Optional<Account> find(Username username);

    /** Whether there is no account at all, as at the very first start. */
    boolean isEmpty();

    /**
     * Records an account and its first rule. Of several concurrent calls with one name exactly one succeeds.
     *
     * @return empty when the name is taken
     */
    Optional<Account> create(NewAccount account);

    /**
     * Sets another password. From then on every refresh token that was issued before is void.
     *
     * @return false when the account's credentials changed since {@code seen} was read; nothing was changed then
     */
    boolean changePassword(Account seen, PasswordHash successor);

    /**
     * Replaces the hash by another of the same password, say of a higher cost. Tokens stay valid. Does nothing when the
     * credentials changed since {@code seen} was read.
     */
    void rehash(Account seen, PasswordHash successor);
}
