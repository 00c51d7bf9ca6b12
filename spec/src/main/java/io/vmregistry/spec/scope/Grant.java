package io.vmregistry.spec.scope;

import io.vmregistry.spec.reference.RepositoryName;
import java.util.Set;

/** One rule of an access list, or one entry of a token: these actions on the repositories of this pattern. */
public record Grant(RepositoryPattern repository, Set<Action> actions) {

    public Grant {
        actions = Set.copyOf(actions);
    }

    public boolean allows(RepositoryName name, Action action) {
        return actions.contains(action) && repository.matches(name);
    }
}
