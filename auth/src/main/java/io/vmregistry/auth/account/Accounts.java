package io.vmregistry.auth.account;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The record of accounts. Every method may be called from any thread, and either does all of its work or none. Inside of
 * a transaction its work belongs to that.
 *
 * <p>Every method throws {@link io.vmregistry.auth.database.DatabaseUnavailableException} when the record cannot be
 * reached now; a later call may succeed.
 */
public interface Accounts {

    /** What became of an account to be recorded. */
    sealed interface Creation {
        record Created(Account account) implements Creation {}

        record NameTaken() implements Creation {}

        /** An account of this name was deleted then. */
        record NameRetired(Instant since) implements Creation {}
    }

    /** The account of that name, disabled or not. */
    Optional<Account> find(Username username);

    /** Accounts in the order of their names. */
    List<Account> list(Page page);

    /**
     * A part of the list.
     *
     * @param after names that come after this text only; empty for the beginning
     */
    record Page(String after, int limit) {}

    /** Whether there is no account at all, as at the very first start. */
    boolean isEmpty();

    /** Records an account and its first rule. Of several concurrent calls with one name exactly one succeeds. */
    Creation create(NewAccount account);

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

    /**
     * Sets another password, whatever it was. Every refresh token that was issued before is void.
     *
     * @return the account as it is now; empty when it is gone
     */
    Optional<Account> resetPassword(AccountId id, PasswordHash successor);

    /**
     * Keeps the account from logging in, and voids its refresh tokens. One that is disabled already stays as it is.
     *
     * @return the account as it is now; empty when it is gone
     */
    Optional<Account> disable(AccountId id, Instant now);

    /** Lets the account log in again; with its old password, but not with old refresh tokens. */
    Optional<Account> enable(AccountId id);

    /** Gives or takes the right to administer. */
    Optional<Account> setAdmin(AccountId id, boolean admin);

    /**
     * Removes the account with its rules and refresh tokens, and retires its name.
     *
     * @return the account as it was; empty when it was gone already
     */
    Optional<Account> delete(AccountId id, Instant now);

    /**
     * Whether anybody else administers and can log in. Until the surrounding transaction ends, that stays so: calls with
     * the same question wait.
     */
    boolean hasOtherAdmin(AccountId id);
}
