package io.vmregistry.spec.scope;

import java.util.Optional;

/** What a caller may do to a repository. */
public enum Action {
    PULL("pull"),
    PUSH("push"),
    DELETE("delete");

    private final String label;

    Action(String label) {
        this.label = label;
    }

    /** The word in tokens and access rules. */
    public String label() {
        return label;
    }

    public static Optional<Action> parse(String text) {
        for (Action action : values()) {
            if (action.label.equals(text)) {
                return Optional.of(action);
            }
        }
        return Optional.empty();
    }
}
