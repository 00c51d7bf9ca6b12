package io.vmregistry.daemon.compose.plan;

import java.util.List;

/** What planning leads to. */
public sealed interface Planning {

    /** It can be done. */
    record Feasible(Plan plan) implements Planning {}

    /** Nothing may be done, and here is everything that stands in the way, as sentences. */
    record Blocked(List<String> obstacles) implements Planning {
        public Blocked {
            obstacles = List.copyOf(obstacles);
        }
    }
}
