package io.vmregistry.registry.access;

import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.spec.scope.Action;
import java.util.List;
import java.util.stream.Collectors;

/** What a request needs the caller to be allowed. */
public sealed interface Need {

    boolean isMetBy(Caller caller);

    /** The scope to ask the auth server for, as the Docker token specification writes it. */
    String scope();

    /** Reading a repository. */
    record Pull(RepositoryName repository) implements Need {
        @Override
        public boolean isMetBy(Caller caller) {
            return caller.may(Action.PULL, repository);
        }

        @Override
        public String scope() {
            return repositoryScope(repository, List.of(Action.PULL));
        }
    }

    /** Writing to a repository. Who pushes reads as well, so the scope to ask for has both. */
    record Push(RepositoryName repository) implements Need {
        @Override
        public boolean isMetBy(Caller caller) {
            return caller.may(Action.PUSH, repository);
        }

        @Override
        public String scope() {
            return repositoryScope(repository, List.of(Action.PULL, Action.PUSH));
        }
    }

    /** Deleting from a repository. */
    record Delete(RepositoryName repository) implements Need {
        @Override
        public boolean isMetBy(Caller caller) {
            return caller.may(Action.DELETE, repository);
        }

        @Override
        public String scope() {
            return repositoryScope(repository, List.of(Action.DELETE));
        }
    }

    /** Listing repositories: any caller may, and sees those that it may pull. */
    record Catalog() implements Need {
        @Override
        public boolean isMetBy(Caller caller) {
            return true;
        }

        @Override
        public String scope() {
            return "registry:catalog:*";
        }
    }

    private static String repositoryScope(RepositoryName repository, List<Action> actions) {
        return "repository:" + repository + ":"
                + actions.stream().map(Action::label).collect(Collectors.joining(","));
    }
}
