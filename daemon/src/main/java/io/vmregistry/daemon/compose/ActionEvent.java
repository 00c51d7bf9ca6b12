package io.vmregistry.daemon.compose;

import io.vmregistry.client.transfer.TransferProgress;
import io.vmregistry.daemon.compose.plan.Action;
import java.util.Optional;

/**
 * How far an action is.
 *
 * @param message what went wrong, or what the user should know; empty when there is nothing to say
 */
public record ActionEvent(Action action, State state, String message, Optional<TransferProgress> progress) {

    /** An action passes through these in order; one that cannot begin goes from the first to the last. */
    public enum State {
        PLANNED,
        RUNNING,
        DONE,
        FAILED
    }

    public static ActionEvent of(Action action, State state, String message) {
        return new ActionEvent(action, state, message, Optional.empty());
    }
}
