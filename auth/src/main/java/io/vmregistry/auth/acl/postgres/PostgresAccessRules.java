package io.vmregistry.auth.acl.postgres;

import io.vmregistry.auth.account.AccountId;
import io.vmregistry.auth.acl.AccessList;
import io.vmregistry.auth.acl.AccessRules;
import io.vmregistry.auth.database.Transactions;
import jakarta.enterprise.context.ApplicationScoped;

/** {@link AccessRules} in the table {@code acl_rules}. */
@ApplicationScoped
public class PostgresAccessRules implements AccessRules {

    private final AccessRuleRepository rules;
    private final Transactions transactions;

    PostgresAccessRules(AccessRuleRepository rules, Transactions transactions) {
        this.rules = rules;
        this.transactions = transactions;
    }

    @Override
    public AccessList of(AccountId account) {
        return transactions.call(
                "read access rules",
                () -> new AccessList(rules.list("userId = ?1 order by id", account.value()).stream()
                        .map(AccessRuleEntity::toGrant)
                        .toList()));
    }
}
