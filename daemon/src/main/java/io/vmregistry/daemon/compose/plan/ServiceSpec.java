package io.vmregistry.daemon.compose.plan;

import io.vmregistry.spec.compose.ServiceName;
import java.util.List;

/** A service that a project wants: its machines, one a replica, and what holds for all of them. */
public record ServiceSpec(ServiceName name, List<MachineSpec> machines, ServicePolicy policy) {

    public ServiceSpec {
        machines = List.copyOf(machines);
    }
}
