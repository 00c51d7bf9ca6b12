package io.vmregistry.auth.account.postgres;

import io.vmregistry.auth.account.Account;
import io.vmregistry.auth.account.AccountId;
import io.vmregistry.auth.account.Accounts;
import io.vmregistry.auth.account.NewAccount;
import io.vmregistry.auth.account.PasswordHash;
import io.vmregistry.auth.account.Username;
import io.vmregistry.auth.acl.postgres.AccessRuleEntity;
import io.vmregistry.auth.acl.postgres.AccessRuleRepository;
import io.vmregistry.auth.database.Transactions;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** {@link Accounts} in the tables {@code users} and {@code retired_names}. */
@ApplicationScoped
public class PostgresAccounts implements Accounts {

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
    public List<Account> list(Page page) {
        return transactions.call(
                "list accounts",
                () -> accounts.page(page).stream().map(AccountEntity::toAccount).toList());
    }

    @Override
    public boolean isEmpty() {
        return transactions.call("look for accounts", () -> accounts.count() == 0);
    }

    /** Asks for the retired name after the insertion: that waited for a deletion of the name that was under way. */
    @Override
    public Creation create(NewAccount account) {
        return transactions.call("record an account", () -> {
            Optional<AccountEntity> created = accounts.insert(account);
            if (created.isEmpty()) {
                return new Creation.NameTaken();
            }
            Optional<Instant> retired = accounts.retiredAt(account.username());
            if (retired.isPresent() && !mayReuse(account, retired.get())) {
                accounts.delete(created.get());
                return new Creation.NameRetired(retired.get());
            }
            accounts.unretire(account.username());
            rules.persist(new AccessRuleEntity(created.get().id(), account.firstRule(), account.createdAt()));
            return new Creation.Created(created.get().toAccount());
        });
    }

    private static boolean mayReuse(NewAccount account, Instant retired) {
        return account.reuseRetiredBefore().filter(retired::isBefore).isPresent();
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
        transactions.run(
                "strengthen a password's hash",
                () -> accounts.held(seen.id())
                        .filter(now -> now.stillAllows(seen.credentialVersion()))
                        .ifPresent(entity -> entity.rehash(successor)));
    }

    @Override
    public Optional<Account> resetPassword(AccountId id, PasswordHash successor) {
        return change("set a password", id, account -> account.changePassword(successor));
    }

    @Override
    public Optional<Account> disable(AccountId id, Instant now) {
        return change("disable an account", id, account -> account.disable(now));
    }

    @Override
    public Optional<Account> enable(AccountId id) {
        return change("enable an account", id, AccountEntity::enable);
    }

    @Override
    public Optional<Account> setAdmin(AccountId id, boolean admin) {
        return change("change who administers", id, account -> account.setAdmin(admin));
    }

    private Optional<Account> change(String purpose, AccountId id, Consumer<AccountEntity> change) {
        return transactions.call(
                purpose,
                () -> accounts.held(id).map(account -> {
                    change.accept(account);
                    accounts.flush();
                    return account.toAccount();
                }));
    }

    @Override
    public Optional<Account> delete(AccountId id, Instant now) {
        return change("delete an account", id, account -> {
            accounts.retire(account.toAccount().username(), now);
            accounts.delete(account);
        });
    }

    @Override
    public boolean hasOtherAdmin(AccountId id) {
        return transactions.call(
                "look for another administrator",
                () -> accounts.heldAdmins().stream().anyMatch(admin -> admin.id() != id.value()));
    }
}
