package io.vmregistry.registry.observation;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vmregistry.registry.api.RequestObserver;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts and times requests by route, method and class of status. No label holds what a client chose: there are as many
 * series as there are routes and methods of the API, whatever is sent.
 */
public final class RequestMetrics implements RequestObserver {

    private static final Set<String> METHODS = Set.of("HEAD", "GET", "PUT", "POST", "PATCH", "DELETE");
    private static final Duration[] BOUNDS = {
        Duration.ofMillis(5),
        Duration.ofMillis(25),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(2),
        Duration.ofSeconds(10),
        Duration.ofMinutes(1),
        Duration.ofMinutes(10)
    };

    private record Kind(String route, String method, String status) {}

    private record Meters(Timer took, DistributionSummary received, DistributionSummary sent) {}

    private final MeterRegistry registry;
    private final AtomicInteger running = new AtomicInteger();
    private final ConcurrentMap<Kind, Meters> meters = new ConcurrentHashMap<>();

    public RequestMetrics(MeterRegistry registry) {
        this.registry = registry;
        var _ = registry.gauge("vmregistry.http.requests.active", running);
    }

    @Override
    public void begun() {
        running.incrementAndGet();
    }

    @Override
    public void over(Finished request) {
        running.decrementAndGet();
        String method = METHODS.contains(request.method()) ? request.method() : "other";
        Meters found = meters.computeIfAbsent(new Kind(request.route(), method, status(request)), this::register);
        found.took().record(request.took());
        found.received().record((double) request.received());
        found.sent().record((double) request.sent());
    }

    /** A response that broke off is none of its status's class, whatever its status line said. */
    private static String status(Finished request) {
        return request.complete() ? request.status() / 100 + "xx" : "broken-off";
    }

    private Meters register(Kind kind) {
        Timer took = Timer.builder("vmregistry.http.requests")
                .description("Requests to the API")
                .tags("route", kind.route(), "method", kind.method(), "status", kind.status())
                .serviceLevelObjectives(BOUNDS)
                .register(registry);
        return new Meters(took, bytes("vmregistry.http.received", kind), bytes("vmregistry.http.sent", kind));
    }

    private DistributionSummary bytes(String name, Kind kind) {
        return DistributionSummary.builder(name)
                .baseUnit("bytes")
                .description("Bytes of bodies")
                .tags("route", kind.route(), "method", kind.method(), "status", kind.status())
                .register(registry);
    }
}
