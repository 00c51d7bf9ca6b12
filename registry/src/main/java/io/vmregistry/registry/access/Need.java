package io.vmregistry.registry.access;

import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.spec.scope.Action;
import java.util.List;
import java.util.stream.Collectors;

/** What a request needs the caller to be allowed. */
public sealed interface Need {

    boolean isMetBy(Caller caller);

    /** The scopes to ask the auth server for, as the Docker token specification writes them; an empty text for none. */
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

    /** Asking whether the API is there and the token is good: any caller may. */
    record Presence() implements Need {
        @Override
        public boolean isMetBy(Caller caller) {
            return true;
        }

        @Override
        public String scope() {
            return "";
        }
    }

    /**
     * Writing to a repository a blob that another one holds. Reading that one is asked for, but who was refused it may
     * write all the same: the blob is not mounted then.
     */
    record Mount(RepositoryName repository, RepositoryName from) implements Need {
        @Override
        public boolean isMetBy(Caller caller) {
            return caller.may(Action.PUSH, repository)
                    && (caller.may(Action.PULL, from) || caller.asked().includes(from));
        }

        @Override
        public String scope() {
            return new Push(repository).scope() + " " + new Pull(from).scope();
        }
    }

    /** Writing to a repository a blob that any other one holds; as for {@link Mount}. */
    record MountFromAnywhere(RepositoryName repository) implements Need {
        @Override
        public boolean isMetBy(Caller caller) {
            return caller.may(Action.PUSH, repository) && caller.asked().everything();
        }

        @Override
        public String scope() {
            return new Push(repository).scope() + " repository:*:" + Action.PULL.label();
        }
    }

    /** Running the registry: who may do everything with every repository. */
    record Administer() implements Need {
        @Override
        public boolean isMetBy(Caller caller) {
            return caller.mayEverything();
        }

        @Override
        public String scope() {
            return "repository:*:*";
        }
    }

    private static String repositoryScope(RepositoryName repository, List<Action> actions) {
        return "repository:" + repository + ":"
                + actions.stream().map(Action::label).collect(Collectors.joining(","));
    }
}
