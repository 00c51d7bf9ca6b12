package io.vmregistry.auth.account.postgres;

import io.quarkus.hibernate.orm.panache.PanacheRepository;
import io.vmregistry.auth.account.AccountId;
import io.vmregistry.auth.account.Username;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
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
}
