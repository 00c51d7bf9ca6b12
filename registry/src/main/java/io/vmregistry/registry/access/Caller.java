package io.vmregistry.registry.access;

import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.spec.scope.Action;
import io.vmregistry.spec.scope.Grant;
import io.vmregistry.spec.scope.RepositoryPattern;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Who makes a request and what it may do.
 *
 * @param subject the token's {@code sub}; empty for an anonymous token
 * @param asked what the token was asked for, granted or not
 */
public record Caller(String subject, List<Grant> grants, Asked asked) {

    /**
     * What asking the auth server again would not change.
     *
     * @param everything whether the token says all that the account may pull
     * @param repositories those that it speaks of
     */
    public record Asked(boolean everything, Set<RepositoryName> repositories) {

        public Asked {
            repositories = Set.copyOf(repositories);
        }

        public boolean includes(RepositoryName repository) {
            return everything || repositories.contains(repository);
        }
    }

    private static final RepositoryPattern EVERY_REPOSITORY = new RepositoryPattern("*");

    /** Everybody, when the server runs without authentication. */
    public static final Caller UNCHECKED =
            new Caller("", List.of(new Grant(EVERY_REPOSITORY, Set.of(Action.values()))), new Asked(true, Set.of()));

    public Caller {
        grants = List.copyOf(grants);
    }

    /** Whether one grant allows every action on every repository; several that together might do not count. */
    public boolean mayEverything() {
        return grants.stream()
                .anyMatch(grant -> grant.repository().equals(EVERY_REPOSITORY)
                        && grant.actions().containsAll(EnumSet.allOf(Action.class)));
    }

    public boolean may(Action action, RepositoryName repository) {
        return grants.stream().anyMatch(grant -> grant.allows(repository, action));
    }
}
