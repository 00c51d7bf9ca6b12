package io.vmregistry.registry.access;

import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.spec.scope.Action;
import io.vmregistry.spec.scope.Grant;
import io.vmregistry.spec.scope.RepositoryPattern;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the grants out of a token's claims: {@code access}, as the Docker token specification writes it, and the seed's
 * {@code scope} with patterns. What is not understood grants nothing.
 */
final class TokenGrants {

    private TokenGrants() {}

    static List<Grant> of(Map<String, Object> claims) {
        List<Grant> grants = new ArrayList<>();
        for (Map<?, ?> entry : objects(claims.get("access"))) {
            if ("repository".equals(entry.get("type"))) {
                exactly(entry.get("name")).ifPresent(name -> add(grants, name, entry.get("actions")));
            }
        }
        for (Map<?, ?> entry : objects(claims.get("scope"))) {
            pattern(entry.get("repository")).ifPresent(pattern -> add(grants, pattern, entry.get("actions")));
        }
        return grants;
    }

    /**
     * What the token was asked for: the repositories in {@code access}, and in {@code refused} those that were asked for in
     * vain. {@code scope}, which a login and a request for {@code repository:*:pull} get, holds everything that there is.
     */
    static Caller.Asked asked(Map<String, Object> claims) {
        Set<RepositoryName> repositories = new HashSet<>();
        objects(claims.get("access")).forEach(entry -> addName(repositories, entry.get("name")));
        if (claims.get("refused") instanceof List<?> names) {
            names.forEach(name -> addName(repositories, name));
        }
        return new Caller.Asked(claims.get("scope") instanceof List<?>, repositories);
    }

    private static void addName(Set<RepositoryName> repositories, @Nullable Object name) {
        if (name instanceof String text) {
            RepositoryName.parse(text).ifPresent(repositories::add);
        }
    }

    /** An {@code access} entry names one repository: a star in it is no pattern. */
    private static Optional<RepositoryPattern> exactly(@Nullable Object name) {
        return name instanceof String text
                ? RepositoryName.parse(text).map(repository -> new RepositoryPattern(repository.value()))
                : Optional.empty();
    }

    private static Optional<RepositoryPattern> pattern(@Nullable Object repository) {
        return repository instanceof String text ? RepositoryPattern.parse(text) : Optional.empty();
    }

    private static void add(List<Grant> grants, RepositoryPattern repository, @Nullable Object actions) {
        Set<Action> allowed = actions(actions);
        if (!allowed.isEmpty()) {
            grants.add(new Grant(repository, allowed));
        }
    }

    private static Set<Action> actions(@Nullable Object claim) {
        Set<Action> actions = EnumSet.noneOf(Action.class);
        if (claim instanceof List<?> words) {
            for (Object word : words) {
                if ("*".equals(word)) {
                    return EnumSet.allOf(Action.class);
                }
                if (word instanceof String text) {
                    Action.parse(text).ifPresent(actions::add);
                }
            }
        }
        return actions;
    }

    private static List<Map<?, ?>> objects(@Nullable Object claim) {
        List<Map<?, ?>> objects = new ArrayList<>();
        if (claim instanceof List<?> entries) {
            for (Object entry : entries) {
                if (entry instanceof Map<?, ?> object) {
                    objects.add(object);
                }
            }
        }
        return objects;
    }
}
