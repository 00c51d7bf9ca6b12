package io.vmregistry.daemon.compose.plan;

import io.vmregistry.spec.compose.ProjectName;
import io.vmregistry.spec.compose.ServiceName;
import java.util.Set;

/** Compares what is wanted with what is present. Pure: the same arguments give the same plan, and nothing is touched. */
public final class Planner {

    private Planner() {}

    /** What makes the host have what is wanted. A plan for a host that has it is {@linkplain Plan#isEmpty empty}. */
    public static Planning up(Wanted wanted, Present present) {
        return new UpPlanner(wanted, present).plan();
    }

    /**
     * What removes a project, dependents first.
     *
     * @param services empty means the whole project with its networks; otherwise only these services' machines
     * @param volumes also the project's volumes
     */
    public static Plan down(ProjectName project, Set<ServiceName> services, boolean volumes, Present present) {
        return new DownPlanner(project, services, volumes, present).plan();
    }
}
