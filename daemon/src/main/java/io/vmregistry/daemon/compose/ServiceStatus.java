package io.vmregistry.daemon.compose;

import io.vmregistry.daemon.compose.health.Health;
import io.vmregistry.daemon.machine.Machine;
import java.util.Optional;

/**
 * One machine of a service.
 *
 * @param member the service's name; with replicas, the replica's
 * @param health empty without a health check
 */
public record ServiceStatus(String member, Machine machine, Optional<Health> health) {}
