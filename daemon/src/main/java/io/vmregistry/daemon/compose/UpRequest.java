package io.vmregistry.daemon.compose;

import io.vmregistry.spec.compose.ProjectName;
import io.vmregistry.spec.compose.ServiceName;
import io.vmregistry.spec.text.SourceText;
import java.util.Optional;
import java.util.Set;

/**
 * A document that is to be brought up.
 *
 * @param document variables substituted, named files inlined
 * @param project before the document's own name
 * @param services empty means all that the profiles select
 * @param noProvision leaves provisioning out
 * @param awaitHealth comes back only when all services with a health check are healthy
 */
public record UpRequest(
        SourceText document,
        Optional<ProjectName> project,
        Set<String> profiles,
        Set<ServiceName> services,
        boolean noProvision,
        boolean awaitHealth) {

    public UpRequest {
        profiles = Set.copyOf(profiles);
        services = Set.copyOf(services);
    }
}
