package io.vmregistry.daemon.compose;

import io.vmregistry.daemon.compose.plan.Action;
import io.vmregistry.spec.compose.ProjectName;
import java.util.List;

/**
 * How a plan's execution ended.
 *
 * @param done what was done, without what needed nothing, in the plan's order
 * @param failures in the plan's order
 * @param cancelled something was not begun, or not ended, because the call was cancelled
 */
public record Execution(List<Action> done, List<Failure> failures, boolean cancelled) {

    public Execution {
        done = List.copyOf(done);
        failures = List.copyOf(failures);
    }

    /** An action that failed by itself. What was not begun because of it is not one. */
    public record Failure(Action action, RuntimeException cause) {}

    /** Says how it ended, when it did not end well. */
    void requireSuccess(String what, ProjectName project) {
        if (!failures.isEmpty()) {
            throw new ComposeException.Failed(what, project, failures);
        }
        if (cancelled) {
            throw new ComposeException.Cancelled(what, project);
        }
    }
}
