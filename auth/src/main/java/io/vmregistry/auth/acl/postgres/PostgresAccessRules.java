package io.vmregistry.auth.acl.postgres;

import io.vmregistry.auth.account.AccountId;
import io.vmregistry.auth.acl.AccessList;
import io.vmregistry.auth.acl.AccessRules;
import io.vmregistry.auth.acl.Rule;
import io.vmregistry.auth.acl.RuleId;
import io.vmregistry.auth.acl.RuleOwner;
import io.vmregistry.auth.database.Transactions;
import io.vmregistry.spec.scope.Action;
import io.vmregistry.spec.scope.Grant;
import io.vmregistry.spec.scope.RepositoryPattern;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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
        return transactions.call("read access rules", () -> listOf(rules.of(account)));
    }

    @Override
    public AccessList ofEverybody() {
        return transactions.call("read the access rules for everybody", () -> listOf(rules.ofEverybody()));
    }

    private static AccessList listOf(List<AccessRuleEntity> entities) {
        return new AccessList(entities.stream().map(AccessRuleEntity::toGrant).toList());
    }

    @Override
    public List<Rule> list(RuleOwner owner, long after, int limit) {
        return transactions.call(
                "list access rules",
                () -> rules.page(owner, after, limit).stream()
                        .map(AccessRuleEntity::toRule)
                        .toList());
    }

    @Override
    public Optional<Rule> find(RuleOwner owner, RepositoryPattern pattern) {
        return transactions.call(
                "look up an access rule", () -> rules.of(owner, pattern).map(AccessRuleEntity::toRule));
    }

    @Override
    public Addition add(RuleOwner owner, Grant grant, Instant now) {
        return transactions.call("record an access rule", () -> switch (owner) {
            case RuleOwner.OneAccount(AccountId id) ->
                rules.hasOwner(id) ? added(rules.insert(id, grant, now)) : new Addition.NoSuchOwner();
            case RuleOwner.Everybody() -> added(rules.insertForEverybody(grant, now));
        });
    }

    private static Addition added(Optional<AccessRuleEntity> entity) {
        return entity.<Addition>map(rule -> new Addition.Added(rule.toRule())).orElseGet(Addition.PatternTaken::new);
    }

    @Override
    public Optional<Rule> change(RuleOwner owner, RuleId id, Set<Action> actions) {
        return transactions.call(
                "change an access rule",
                () -> rules.held(owner, id).map(rule -> {
                    rule.change(actions);
                    return rule.toRule();
                }));
    }

    @Override
    public Optional<Rule> remove(RuleOwner owner, RuleId id) {
        return transactions.call(
                "remove an access rule",
                () -> rules.held(owner, id).map(rule -> {
                    rules.delete(rule);
                    return rule.toRule();
                }));
    }
}
