package io.vmregistry.daemon.compose.plan;

import io.vmregistry.spec.compose.ProjectName;
import io.vmregistry.spec.compose.ServiceName;
import java.util.List;
import java.util.Set;

/**
 * What a document wants of a host.
 *
 * @param services those that were selected, with everything that they depend on
 * @param declared every service of the document; what a project has beyond them is removed
 * @param partial services were named: whatever belongs to others is left alone
 * @param awaitHealth the call is done only when the services are healthy
 */
public record Wanted(
        ProjectName project,
        List<NetworkSpec> networks,
        List<VolumeSpec> volumes,
        List<ServiceSpec> services,
        Set<ServiceName> declared,
        boolean partial,
        boolean awaitHealth) {

    public Wanted {
        networks = List.copyOf(networks);
        volumes = List.copyOf(volumes);
        services = List.copyOf(services);
        declared = Set.copyOf(declared);
    }
}
