package io.vmregistry.registry.observation;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vmregistry.registry.api.RequestObserver.Finished;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequestMetricsTest {
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final RequestMetrics metrics = new RequestMetrics(meters);

    private void request(String method, int status, boolean complete) {
        metrics.begun();
        metrics.over(new Finished("/v2/{name}/blobs/{digest}", method, status, 5, 7, Duration.ofMillis(3), complete));
    }

    @Test
    void countsByRouteMethodAndClassOfStatus() {
        request("GET", 200, true);
        request("GET", 206, true);
        request("GET", 404, true);
        request("GET", 200, false);
        assertThat(meters.get("vmregistry.http.requests")
                        .tags("route", "/v2/{name}/blobs/{digest}", "method", "GET", "status", "2xx")
                        .timer()
                        .count())
                .isEqualTo(2);
        assertThat(meters.get("vmregistry.http.received")
                        .tag("status", "2xx")
                        .summary()
                        .totalAmount())
                .isEqualTo(10);
        assertThat(meters.get("vmregistry.http.sent")
                        .tag("status", "2xx")
                        .summary()
                        .totalAmount())
                .isEqualTo(14);
        assertThat(meters.get("vmregistry.http.requests")
                        .tag("status", "broken-off")
                        .timer()
                        .count())
                .isEqualTo(1);
        assertThat(meters.get("vmregistry.http.requests.active").gauge().value())
                .isZero();
    }

    @Test
    void madeUpMethodsMakeNoSeries() {
        List.of("GET", "A", "B", "C", "get").forEach(method -> request(method, 405, true));
        assertThat(meters.getMeters().stream()
                        .map(Meter::getId)
                        .filter(id -> id.getName().equals("vmregistry.http.requests"))
                        .map(id -> id.getTag("method")))
                .containsExactlyInAnyOrder("GET", "other");
    }
}
