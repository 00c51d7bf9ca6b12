package io.vmregistry.daemon.health;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** How the daemon and everything it leans on are, asked at the same time. */
public final class HealthCheck {

    private final String version;
    private final HealthProbe registry;
    private final HealthProbe auth;
    private final HealthProbe hypervisor;
    private final Executor probes =
            task -> Thread.ofVirtual().name("health-probe").start(task);

    public HealthCheck(String version, HealthProbe registry, HealthProbe auth, HealthProbe hypervisor) {
        this.version = version;
        this.registry = registry;
        this.auth = auth;
        this.hypervisor = hypervisor;
    }

    /** What a check found. */
    public record Report(Health daemon, Health registry, Health auth, Health hypervisor) {}

    /** Returns within seconds, whatever is down. */
    public Report check() {
        CompletableFuture<Health> first = CompletableFuture.supplyAsync(registry::probe, probes);
        CompletableFuture<Health> second = CompletableFuture.supplyAsync(auth::probe, probes);
        CompletableFuture<Health> third = CompletableFuture.supplyAsync(hypervisor::probe, probes);
        return new Report(Health.ok("", version), first.join(), second.join(), third.join());
    }
}
