package io.vmregistry.auth.acl;

import io.vmregistry.auth.account.AccountId;
import io.vmregistry.spec.scope.Action;
import io.vmregistry.spec.scope.Grant;
import io.vmregistry.spec.scope.RepositoryPattern;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The record of access rules. Every method may be called from any thread, and either does all of its work or none. Inside
 * of a transaction its work belongs to that.
 *
 * <p>Every method throws {@link io.vmregistry.auth.database.DatabaseUnavailableException} when the record cannot be
 * reached now.
 */
public interface AccessRules {

    /** What became of a rule to be recorded. */
    sealed interface Addition {
        record Added(Rule rule) implements Addition {}

        /** There is a rule of this owner for the pattern; its actions can be changed. */
        record PatternTaken() implements Addition {}

        /** The account is gone. */
        record NoSuchOwner() implements Addition {}
    }

    /** Everything the account is allowed: by its own rules, and by those for everybody. */
    AccessList of(AccountId account);

    /** What is allowed without credentials. */
    AccessList ofEverybody();

    /**
     * The owner's rules in the order in which they were made.
     *
     * @param after rules with a higher number only; 0 for the beginning
     */
    List<Rule> list(RuleOwner owner, long after, int limit);

    /** The owner's rule for exactly this pattern. */
    Optional<Rule> find(RuleOwner owner, RepositoryPattern pattern);

    Addition add(RuleOwner owner, Grant grant, Instant now);

    /** Replaces the actions. The rule as it is now; empty when the owner has none of this number. */
    Optional<Rule> change(RuleOwner owner, RuleId id, Set<Action> actions);

    /** The rule as it was; empty when the owner had none of this number. */
    Optional<Rule> remove(RuleOwner owner, RuleId id);
}
