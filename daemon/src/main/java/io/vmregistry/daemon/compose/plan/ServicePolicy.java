package io.vmregistry.daemon.compose.plan;

import io.vmregistry.spec.compose.Healthcheck;
import io.vmregistry.spec.compose.Healthcheck.Probe;
import io.vmregistry.spec.compose.RestartPolicy;
import io.vmregistry.spec.compose.ServiceName;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a service's machines need not be replaced for: the daemon keeps to it, the guest does not see it.
 *
 * @param dependsOn true where the other service has to be healthy before, false where it has to be started
 */
public record ServicePolicy(
        SortedMap<ServiceName, Boolean> dependsOn, Optional<Healthcheck> healthcheck, RestartPolicy restart) {

    public static final ServicePolicy NONE = new ServicePolicy(new TreeMap<>(), Optional.empty(), RestartPolicy.NEVER);

    public ServicePolicy {
        dependsOn = Collections.unmodifiableSortedMap(new TreeMap<>(dependsOn));
    }

    public Configuration configuration() {
        SortedMap<String, String> fields = new TreeMap<>();
        dependsOn.forEach((service, healthy) -> fields.put("dependsOn." + service, healthy ? "healthy" : "started"));
        healthcheck.ifPresent(check -> describe(check, fields));
        if (restart.mode() != RestartPolicy.Mode.NO) {
            fields.put("restartPolicy", restart.mode().label());
            fields.put("restartPolicy.backoff", restart.backoff().toString());
            restart.maxRetries().ifPresent(max -> fields.put("restartPolicy.maxRetries", max.toString()));
        }
        return new Configuration(fields);
    }

    private static void describe(Healthcheck check, SortedMap<String, String> fields) {
        fields.put(
                "healthcheck",
                switch (check.probe()) {
                    case Probe.Tcp(int port) -> "tcp " + port;
                    case Probe.Http http ->
                        "%s port %d %s".formatted(http.scheme().label(), http.port(), http.path());
                    case Probe.Console(String pattern) -> "console " + pattern;
                    case Probe.Exec exec -> "exec " + exec.command();
                });
        fields.put("healthcheck.interval", check.interval().toString());
        fields.put("healthcheck.timeout", check.timeout().toString());
        fields.put("healthcheck.retries", Integer.toString(check.retries()));
        fields.put("healthcheck.startPeriod", check.startPeriod().toString());
    }
}
