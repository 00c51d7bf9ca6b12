package io.vmregistry.auth.administration;

import io.vmregistry.auth.account.Account;
import io.vmregistry.auth.account.Accounts;
import io.vmregistry.auth.account.Username;
import io.vmregistry.auth.acl.AccessRules;
import io.vmregistry.auth.acl.AccessRules.Addition;
import io.vmregistry.auth.acl.Rule;
import io.vmregistry.auth.acl.RuleId;
import io.vmregistry.auth.acl.RuleOwner;
import io.vmregistry.auth.audit.AuditAction;
import io.vmregistry.auth.audit.AuditLog;
import io.vmregistry.auth.database.Transactions;
import io.vmregistry.spec.scope.Action;
import io.vmregistry.spec.scope.Grant;
import io.vmregistry.spec.scope.RepositoryPattern;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Access rules in the hands of an administrator. The name {@link Username#ANONYMOUS} stands for everybody, who may get
 * {@code pull} and nothing else. What is done and its entry in the audit log are there both or not at all.
 */
public final class RuleAdministration {

    private static final Set<Action> FOR_EVERYBODY = Set.of(Action.PULL);

    /** What became of a change to a rule. */
    public sealed interface Outcome {
        /** The rule as it is now, or was before it was removed. */
        record Done(Rule rule) implements Outcome {}

        record NoSuchOwner() implements Outcome {}

        record NoSuchRule() implements Outcome {}

        /** There is a rule for this pattern already. */
        record PatternTaken() implements Outcome {}

        record NotForEverybody() implements Outcome {}
    }

    private final Accounts accounts;
    private final AccessRules rules;
    private final AuditLog audit;
    private final Transactions transactions;
    private final Clock clock;

    public RuleAdministration(
            Accounts accounts, AccessRules rules, AuditLog audit, Transactions transactions, Clock clock) {
        this.accounts = accounts;
        this.rules = rules;
        this.audit = audit;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Whose rules the name stands for; empty when there is no such account. */
    public Optional<RuleOwner> ownerNamed(String name) {
        return name.equals(Username.ANONYMOUS)
                ? Optional.of(new RuleOwner.Everybody())
                : Username.parse(name).flatMap(accounts::find).map(Account::id).map(RuleOwner.OneAccount::new);
    }

    /** A part of the owner's rules; see {@link AccessRules#list}. Empty when there is no such account. */
    public Optional<List<Rule>> list(String name, long after, int limit) {
        return ownerNamed(name).map(owner -> rules.list(owner, after, limit));
    }

    /** @param grant at least one action */
    public Outcome add(Administrator by, String name, Grant grant) {
        return change(name, grant.actions(), owner -> switch (rules.add(owner, grant, clock.instant())) {
            case Addition.Added(Rule rule) -> recorded(by, AuditAction.RULE_ADDED, name, rule);
            case Addition.PatternTaken() -> new Outcome.PatternTaken();
            case Addition.NoSuchOwner() -> new Outcome.NoSuchOwner();
        });
    }

    public Outcome change(Administrator by, String name, RuleId id, Set<Action> actions) {
        return change(
                name,
                actions,
                owner -> rules.change(owner, id, actions)
                        .map(rule -> recorded(by, AuditAction.RULE_CHANGED, name, rule))
                        .orElseGet(Outcome.NoSuchRule::new));
    }

    public Outcome remove(Administrator by, String name, RuleId id) {
        return change(
                name,
                Set.of(),
                owner -> rules.remove(owner, id)
                        .map(rule -> recorded(by, AuditAction.RULE_REMOVED, name, rule))
                        .orElseGet(Outcome.NoSuchRule::new));
    }

    /** Removes the rule for exactly this pattern. */
    public Outcome remove(Administrator by, String name, RepositoryPattern pattern) {
        return ownerNamed(name)
                .flatMap(owner -> rules.find(owner, pattern))
                .map(rule -> remove(by, name, rule.id()))
                .orElseGet(Outcome.NoSuchRule::new);
    }

    private Outcome change(String name, Set<Action> actions, Function<RuleOwner, Outcome> change) {
        Optional<RuleOwner> owner = ownerNamed(name);
        if (owner.isEmpty()) {
            return new Outcome.NoSuchOwner();
        }
        if (owner.get() instanceof RuleOwner.Everybody && !FOR_EVERYBODY.containsAll(actions)) {
            return new Outcome.NotForEverybody();
        }
        return transactions.call("change access rules", () -> change.apply(owner.get()));
    }

    private Outcome recorded(Administrator by, AuditAction action, String name, Rule rule) {
        String actions = new TreeSet<>(rule.grant().actions())
                .stream().map(Action::label).collect(Collectors.joining(","));
        audit.record(by.did(action)
                .on(name)
                .saying("rule %d: %s %s"
                        .formatted(rule.id().value(), rule.grant().repository(), actions)));
        return new Outcome.Done(rule);
    }
}
