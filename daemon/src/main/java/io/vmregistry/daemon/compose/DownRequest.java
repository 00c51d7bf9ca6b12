package io.vmregistry.daemon.compose;

import io.vmregistry.spec.compose.ProjectName;
import io.vmregistry.spec.compose.ServiceName;
import java.time.Duration;
import java.util.Set;

/**
 * A project, or a part of it, that is to be taken down.
 *
 * @param services empty means the whole project with its networks
 * @param volumes also the project's volumes, with their data
 * @param timeout that a guest gets to shut down
 */
public record DownRequest(ProjectName project, Set<ServiceName> services, boolean volumes, Duration timeout) {
    public DownRequest {
        services = Set.copyOf(services);
    }
}
