package io.vmregistry.registry.access;

import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.spec.scope.Action;
import io.vmregistry.spec.scope.Grant;
import io.vmregistry.spec.scope.RepositoryPattern;
import java.util.List;
import java.util.Set;

/**
 * Who makes a request and what it may do.
 *
 * @param subject the token's {@code sub}; empty for an anonymous token
 */
public record Caller(String subject, List<Grant> grants) {

    /** Everybody, when the server runs without authentication. */
    public static final Caller UNCHECKED =
            new Caller("", List.of(new Grant(new RepositoryPattern("*"), Set.of(Action.values()))));

    public Caller {
        grants = List.copyOf(grants);
    }

    public boolean may(Action action, RepositoryName repository) {
        return grants.stream().anyMatch(grant -> grant.allows(repository, action));
    }
}
