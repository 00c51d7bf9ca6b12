package io.vmregistry.daemon.grpc;

import io.vmregistry.daemon.health.HealthCheck;
import io.vmregistry.proto.v1.HealthCheckResponse;

/** The RPCs about the daemon itself. */
public final class SystemEndpoint {

    private final HealthCheck health;

    public SystemEndpoint(HealthCheck health) {
        this.health = health;
    }

    HealthCheckResponse healthCheck() {
        HealthCheck.Report report = health.check();
        return HealthCheckResponse.newBuilder()
                .setDaemon(Messages.health(report.daemon()))
                .setRegistry(Messages.health(report.registry()))
                .setAuth(Messages.health(report.auth()))
                .setHypervisor(Messages.health(report.hypervisor()))
                .build();
    }
}
