package io.vmregistry.daemon.compose.plan;

import io.vmregistry.spec.compose.ProjectName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Steps in an order in which they could be done one after another. */
public record Plan(ProjectName project, List<Step> steps) {

    public Plan {
        steps = List.copyOf(steps);
    }

    /** The host has what is wanted. */
    public boolean isEmpty() {
        return actions().allMatch(Action::isKeep);
    }

    public Stream<Action> actions() {
        return steps.stream().map(Step::action);
    }

    /** The steps by dependency level: those of one level wait for none of the same level. */
    public List<List<Step>> levels() {
        List<List<Step>> levels = new ArrayList<>();
        int[] levelOf = new int[steps.size()];
        for (Step step : steps) {
            int level = Stream.concat(step.needs().stream(), step.follows().stream())
                    .mapToInt(other -> levelOf[other] + 1)
                    .max()
                    .orElse(0);
            levelOf[step.id()] = level;
            while (levels.size() <= level) {
                levels.add(new ArrayList<>());
            }
            levels.get(level).add(step);
        }
        return List.copyOf(levels);
    }

    /** Collects steps in order. */
    static final class Builder {

        private final List<Step> steps = new ArrayList<>();

        int add(Action action, Set<Integer> needs) {
            return add(action, needs, Set.of());
        }

        int add(Action action, Set<Integer> needs, Set<Integer> follows) {
            Set<Integer> only = new HashSet<>(follows);
            only.removeAll(needs);
            steps.add(new Step(steps.size(), action, needs, only));
            return steps.size() - 1;
        }

        Plan build(ProjectName project) {
            return new Plan(project, steps);
        }
    }
}
