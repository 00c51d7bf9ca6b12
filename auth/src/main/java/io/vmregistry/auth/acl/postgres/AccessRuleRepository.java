package io.vmregistry.auth.acl.postgres;

import io.quarkus.hibernate.orm.panache.PanacheRepository;
import io.vmregistry.auth.account.AccountId;
import io.vmregistry.auth.acl.RuleId;
import io.vmregistry.auth.acl.RuleOwner;
import io.vmregistry.spec.scope.Grant;
import io.vmregistry.spec.scope.RepositoryPattern;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Queries on {@code acl_rules}. They need a transaction around them. */
@ApplicationScoped
public class AccessRuleRepository implements PanacheRepository<AccessRuleEntity> {

    List<AccessRuleEntity> of(AccountId account) {
        return list("userId = ?1 or userId is null order by id", account.value());
    }

    List<AccessRuleEntity> ofEverybody() {
        return list("userId is null order by id");
    }

    List<AccessRuleEntity> page(RuleOwner owner, long after, int limit) {
        return (switch (owner) {
                    case RuleOwner.OneAccount(AccountId id) ->
                        find("userId = ?1 and id > ?2 order by id", id.value(), after);
                    case RuleOwner.Everybody() -> find("userId is null and id > ?1 order by id", after);
                })
                .range(0, limit - 1)
                .list();
    }

    Optional<AccessRuleEntity> of(RuleOwner owner, RepositoryPattern pattern) {
        return (switch (owner) {
                    case RuleOwner.OneAccount(AccountId id) ->
                        find("repository = ?1 and userId = ?2", pattern.value(), id.value());
                    case RuleOwner.Everybody() -> find("repository = ?1 and userId is null", pattern.value());
                })
                .firstResultOptional();
    }

    /** The row, held until the transaction ends. */
    Optional<AccessRuleEntity> held(RuleOwner owner, RuleId id) {
        return (switch (owner) {
                    case RuleOwner.OneAccount(AccountId account) ->
                        find("id = ?1 and userId = ?2", id.value(), account.value());
                    case RuleOwner.Everybody() -> find("id = ?1 and userId is null", id.value());
                })
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResultOptional();
    }

    /** The row of a new rule; empty when the account has one for its pattern. */
    Optional<AccessRuleEntity> insert(AccountId account, Grant grant, Instant now) {
        return getSession()
                .createNativeQuery("""
                        insert into acl_rules (user_id, repository, actions, created_at)
                        values (:owner, :repository, :actions, :now)
                        on conflict do nothing
                        returning *""", AccessRuleEntity.class)
                .setParameter("owner", account.value())
                .setParameter("repository", grant.repository().value())
                .setParameter("actions", AccessRuleEntity.toColumn(grant.actions()))
                .setParameter("now", now)
                .getResultStream()
                .findFirst();
    }

    /** As {@link #insert}, for everybody. */
    Optional<AccessRuleEntity> insertForEverybody(Grant grant, Instant now) {
        return getSession()
                .createNativeQuery("""
                        insert into acl_rules (repository, actions, created_at)
                        values (:repository, :actions, :now)
                        on conflict do nothing
                        returning *""", AccessRuleEntity.class)
                .setParameter("repository", grant.repository().value())
                .setParameter("actions", AccessRuleEntity.toColumn(grant.actions()))
                .setParameter("now", now)
                .getResultStream()
                .findFirst();
    }

    /** Whether the account is there; until the transaction ends it stays. */
    boolean hasOwner(AccountId account) {
        return !getSession()
                .createNativeQuery("select id from users where id = :id for key share", Long.class)
                .setParameter("id", account.value())
                .getResultList()
                .isEmpty();
    }
}
