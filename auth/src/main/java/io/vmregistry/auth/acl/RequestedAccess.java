package io.vmregistry.auth.acl;

import io.vmregistry.spec.scope.Action;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One resource that a client asks for, {@code type:name:action[,action]*}, as the Docker token scope documentation
 * writes it. Type, name and actions are what the client wrote: nothing is decided here.
 */
public record RequestedAccess(String type, String name, Set<String> actions) {

    /** The only type that is granted. */
    public static final String REPOSITORY = "repository";

    private static final RequestedAccess PULL_FROM_EVERYWHERE =
            new RequestedAccess(REPOSITORY, "*", Set.of(Action.PULL.label()));
    private static final RequestedAccess CATALOG = new RequestedAccess("registry", "catalog", Set.of("*"));

    private static final int MAX_LENGTH = 1024;

    public RequestedAccess {
        actions = Collections.unmodifiableSet(new LinkedHashSet<>(actions));
    }

    /** Empty when the text has not the form of a scope. The name may hold colons (a host with a port). */
    public static Optional<RequestedAccess> parse(String text) {
        int first = text.indexOf(':');
        int last = text.lastIndexOf(':');
        if (text.length() > MAX_LENGTH || first <= 0 || last == first || last == text.length() - 1) {
            return Optional.empty();
        }
        Set<String> actions =
                new LinkedHashSet<>(Arrays.asList(text.substring(last + 1).split(",", -1)));
        if (actions.contains("")) {
            return Optional.empty();
        }
        return Optional.of(new RequestedAccess(text.substring(0, first), text.substring(first + 1, last), actions));
    }

    /**
     * Whether a registry has to know everything that the caller may pull: {@code repository:*:pull}, where it looks for a
     * blob, as no repository has that name; and {@code registry:catalog:*}, where it lists repositories.
     */
    boolean isForEveryRepository() {
        return includes(PULL_FROM_EVERYWHERE) || includes(CATALOG);
    }

    private boolean includes(RequestedAccess other) {
        return type.equals(other.type) && name.equals(other.name) && actions.containsAll(other.actions);
    }

    /**
     * All scopes of a request: each parameter may hold several, separated by spaces. What is no scope is left out, as
     * it cannot be granted.
     */
    public static List<RequestedAccess> parseAll(List<String> parameters) {
        return parameters.stream()
                .flatMap(parameter -> Arrays.stream(parameter.split(" ", -1)))
                .flatMap(text -> parse(text).stream())
                .toList();
    }
}
