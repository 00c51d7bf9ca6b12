package io.vmregistry.client.registry;

import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.spec.scope.Action;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a request needs to be allowed, in the words of the token specification: {@code repository:a/b:pull,push}. */
record AccessScope(List<String> values) {

    static final AccessScope CATALOG = new AccessScope(List.of("registry:catalog:*"));

    AccessScope {
        values = List.copyOf(values);
    }

    static AccessScope of(RepositoryName repository, Action first, Action... others) {
        Set<Action> actions = EnumSet.of(first, others);
        return new AccessScope(List.of("repository:" + repository + ":"
                + actions.stream().map(Action::label).collect(Collectors.joining(","))));
    }

    /** Both at once, for a request that touches two repositories. */
    AccessScope and(AccessScope other) {
        return new AccessScope(
                Stream.concat(values.stream(), other.values.stream()).toList());
    }

    @Override
    public String toString() {
        return String.join(" ", values);
    }
}
