package io.vmregistry.auth.acl.postgres;

import io.vmregistry.auth.acl.AccessList;
import io.vmregistry.auth.acl.Rule;
import io.vmregistry.auth.acl.RuleId;
import io.vmregistry.spec.scope.Action;
import io.vmregistry.spec.scope.Grant;
import io.vmregistry.spec.scope.RepositoryPattern;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A row of {@code acl_rules}. */
@Entity
@Table(name = "acl_rules")
public class AccessRuleEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private @Nullable Long id;

    /** Null for everybody. */
    @Column(name = "user_id")
    private @Nullable Long userId;

    private String repository;

    private String actions;

    @Column(name = "created_at")
    private Instant createdAt;

    /** For Hibernate, which fills the fields. */
    @SuppressWarnings("NullAway.Init")
    protected AccessRuleEntity() {}

    public AccessRuleEntity(long userId, Grant rule, Instant createdAt) {
        this.userId = userId;
        this.repository = rule.repository().value();
        this.actions = toColumn(rule.actions());
        this.createdAt = createdAt;
    }

    Rule toRule() {
        if (id == null) {
            throw new IllegalStateException("the rule was not inserted yet");
        }
        return new Rule(new RuleId(id), toGrant(), createdAt);
    }

    void change(Set<Action> successor) {
        actions = toColumn(successor);
    }

    Grant toGrant() {
        return new Grant(new RepositoryPattern(repository), fromColumn(actions));
    }

    static String toColumn(Set<Action> actions) {
        return actions.size() == Action.values().length
                ? AccessList.EVERY_ACTION
                : Arrays.stream(Action.values())
                        .filter(actions::contains)
                        .map(Action::label)
                        .collect(Collectors.joining(","));
    }

    private static Set<Action> fromColumn(String text) {
        return text.equals(AccessList.EVERY_ACTION)
                ? EnumSet.allOf(Action.class)
                : Arrays.stream(text.split(",", -1))
                        .flatMap(word -> Action.parse(word).stream())
                        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Action.class)));
    }
}
