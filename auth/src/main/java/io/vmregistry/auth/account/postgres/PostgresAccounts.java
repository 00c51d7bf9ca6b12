package io.vmregistry.auth.account.postgres;

import io.vmregistry.auth.account.Account;
import io.vmregistry.auth.account.Accounts;
import io.vmregistry.auth.account.NewAccount;
import io.vmregistry.auth.account.PasswordHash;
import io.vmregistry.auth.account.Username;
import io.vmregistry.auth.acl.postgres.AccessRuleEntity;
import io.vmregistry.auth.acl.postgres.AccessRuleRepository;
import io.vmregistry.auth.database.Transactions;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.hibernate.exception.ConstraintViolationException;

/** {@link Accounts} in the table {@code users}. */
@ApplicationScoped
public class PostgresAccounts implements Accounts {

    private static final String NAME_IS_UNIQUE = "users_username_unique";

    private final AccountRepository accounts;
    private final AccessRuleRepository rules;
    private final Transactions transactions;

    PostgresAccounts(AccountRepository accounts, AccessRuleRepository rules, Transactions transactions) {
        this.accounts = accounts;
        this.rules = rules;
        this.transactions = transactions;
    }

    @Override
    public Optional<Account> find(Username username) {
        return transactions.call(
                "look up an account", () -> accounts.named(username).map(AccountEntity::toAccount));
    }

    @Override
    public boolean isEmpty() {
        return transactions.call("look for accounts", () -> accounts.count() == 0);
    }

    @Override
    public Optional<Account> create(NewAccount account) {
        try {
            return Optional.of(transactions.call("record an account", () -> {
                AccountEntity entity = new AccountEntity(account);
                accounts.persistAndFlush(entity);
                rules.persist(new AccessRuleEntity(entity.id(), account.firstRule(), account.createdAt()));
                rules.flush();
                return entity.toAccount();
            }));
        } catch (ConstraintViolationException e) {
            if (NAME_IS_UNIQUE.equals(e.getConstraintName())) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public boolean changePassword(Account seen, PasswordHash successor) {
        return transactions.call("change a password", () -> {
            Optional<AccountEntity> account =
                    accounts.held(seen.id()).filter(now -> now.stillAllows(seen.credentialVersion()));
            account.ifPresent(entity -> entity.changePassword(successor));
            return account.isPresent();
        });
    }

    @Override
    public void rehash(Account seen, PasswordHash successor) {
        transactions.call("strengthen a password's hash", () -> {
            Optional<AccountEntity> account =
                    accounts.held(seen.id()).filter(now -> now.stillAllows(seen.credentialVersion()));
            account.ifPresent(entity -> entity.rehash(successor));
            return account.isPresent();
        });
    }
}
