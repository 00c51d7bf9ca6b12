package io.vmregistry.client.registry;

import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.spec.scope.Action;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** What a request needs to be allowed, in the words of the token specification: {@code repository:a/b:pull,push}. */
record AccessScope(String value) {

    static final AccessScope CATALOG = new AccessScope("registry:catalog:*");

    static AccessScope of(RepositoryName repository, Action first, Action... others) {
        Set<Action> actions = EnumSet.of(first, others);
        return new AccessScope("repository:" + repository + ":"
                + actions.stream().map(Action::label).collect(Collectors.joining(",")));
    }

    @Override
    public String toString() {
        return value;
    }
}
