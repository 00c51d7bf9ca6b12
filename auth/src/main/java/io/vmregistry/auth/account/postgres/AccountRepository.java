package io.vmregistry.auth.account.postgres;

import io.quarkus.hibernate.orm.panache.PanacheRepository;
import io.vmregistry.auth.account.AccountId;
import io.vmregistry.auth.account.Accounts;
import io.vmregistry.auth.account.NewAccount;
import io.vmregistry.auth.account.Username;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Queries on {@code users}. They need a transaction around them. */
@ApplicationScoped
public class AccountRepository implements PanacheRepository<AccountEntity> {

    public Optional<AccountEntity> named(Username username) {
        return find("username", username.value()).firstResultOptional();
    }

    /**
     * The row, held until the transaction ends. Whoever issues or revokes something for an account holds its row, so
     * that such work on one account happens one after the other.
     */
    public Optional<AccountEntity> held(AccountId id) {
        return find("id", id.value()).withLock(LockModeType.PESSIMISTIC_WRITE).firstResultOptional();
    }

    /** The row of a new account; empty when there is one of its name. Waits for another that is being recorded. */
    Optional<AccountEntity> insert(NewAccount account) {
        return getSession()
                .createNativeQuery("""
                        insert into users (username, password_hash, admin, created_at)
                        values (:username, :hash, :admin, :now)
                        on conflict (username) do nothing
                        returning *""", AccountEntity.class)
                .setParameter("username", account.username().value())
                .setParameter("hash", account.passwordHash().value())
                .setParameter("admin", account.admin())
                .setParameter("now", account.createdAt())
                .getResultStream()
                .findFirst();
    }

    List<AccountEntity> page(Accounts.Page page) {
        return find("username > ?1 order by username", page.after())
                .range(0, page.limit() - 1)
                .list();
    }

    /** The rows of all who may administer and log in, held in one order by everybody. */
    List<AccountEntity> heldAdmins() {
        return find("admin and disabledAt is null order by id")
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .list();
    }

    /** When the account of this name was deleted, if one was; held until the transaction ends. */
    Optional<Instant> retiredAt(Username username) {
        return getSession()
                .createNativeQuery(
                        "select retired_at from retired_names where username = :username for update", Instant.class)
                .setParameter("username", username.value())
                .getResultStream()
                .findFirst();
    }

    void retire(Username username, Instant now) {
        getSession()
                .createNativeMutationQuery("""
                        insert into retired_names (username, retired_at) values (:username, :now)
                        on conflict (username) do update set retired_at = excluded.retired_at""")
                .setParameter("username", username.value())
                .setParameter("now", now)
                .executeUpdate();
    }

    void unretire(Username username) {
        getSession()
                .createNativeMutationQuery("delete from retired_names where username = :username")
                .setParameter("username", username.value())
                .executeUpdate();
    }
}
