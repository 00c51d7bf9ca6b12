package io.vmregistry.daemon.compose.plan;

import java.util.Set;

/**
 * An action and its place in a plan.
 *
 * @param id its index in the plan
 * @param needs steps that must have succeeded before
 * @param follows steps that must be over before, however they ended
 */
public record Step(int id, Action action, Set<Integer> needs, Set<Integer> follows) {

    public Step {
        needs = Set.copyOf(needs);
        follows = Set.copyOf(follows);
        if (needs.stream().anyMatch(other -> other >= id) || follows.stream().anyMatch(other -> other >= id)) {
            throw new IllegalArgumentException("a step comes after those that it waits for: " + id);
        }
    }
}
