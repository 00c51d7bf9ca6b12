package io.vmregistry.spec.compose;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A valid VMCompose file. Its maps keep the file's order; every name that a service uses is there, and no service waits
 * for itself.
 */
public record ComposeFile(
        Optional<ProjectName> name,
        Map<NetworkName, Network> networks,
        Map<VolumeName, Volume> volumes,
        Map<ServiceName, Service> services) {

    public ComposeFile {
        networks = Collections.unmodifiableMap(new LinkedHashMap<>(networks));
        volumes = Collections.unmodifiableMap(new LinkedHashMap<>(volumes));
        services = Collections.unmodifiableMap(new LinkedHashMap<>(services));
    }

    public Optional<Service> service(ServiceName service) {
        return Optional.ofNullable(services.get(service));
    }

    /**
     * The services that a command means: those of {@code wanted}, or without any those that have no profile or one of
     * {@code profiles}; and all that these depend on.
     */
    public Set<ServiceName> selected(Set<String> profiles, Set<ServiceName> wanted) {
        Deque<ServiceName> pending = new ArrayDeque<>();
        for (Service service : services.values()) {
            boolean profiled = service.profiles().isEmpty() || !Collections.disjoint(service.profiles(), profiles);
            if (wanted.isEmpty() ? profiled : wanted.contains(service.name())) {
                pending.add(service.name());
            }
        }
        Set<ServiceName> reached = new LinkedHashSet<>();
        while (!pending.isEmpty()) {
            ServiceName next = pending.poll();
            if (reached.add(next)) {
                service(next)
                        .ifPresent(service -> pending.addAll(service.dependsOn().keySet()));
            }
        }
        return inFileOrder(reached);
    }

    /** The same file with these services only, and the networks and volumes that they use. */
    public ComposeFile reducedTo(Set<ServiceName> kept) {
        Map<ServiceName, Service> remaining = new LinkedHashMap<>(services);
        remaining.keySet().retainAll(kept);
        Map<NetworkName, Network> joined = new LinkedHashMap<>(networks);
        joined.keySet()
                .removeIf(network -> remaining.values().stream()
                        .flatMap(service -> service.networks().stream())
                        .noneMatch(attachment -> attachment.network().equals(network)));
        Map<VolumeName, Volume> used = new LinkedHashMap<>(volumes);
        used.keySet()
                .removeIf(volume -> remaining.values().stream()
                        .flatMap(service -> service.volumes().stream())
                        .noneMatch(mount -> mount.volume().equals(volume)));
        return new ComposeFile(name, joined, used, remaining);
    }

    /**
     * The services in levels: each depends on services of earlier levels only, so that one level can start at once. Within a
     * level in the file's order.
     */
    public List<List<ServiceName>> startLevels() {
        Map<ServiceName, Integer> waiting = new LinkedHashMap<>();
        Map<ServiceName, List<ServiceName>> dependents = new LinkedHashMap<>();
        for (Service service : services.values()) {
            int count = 0;
            for (ServiceName dependency : service.dependsOn().keySet()) {
                if (services.containsKey(dependency)) {
                    count++;
                    dependents
                            .computeIfAbsent(dependency, key -> new ArrayList<>())
                            .add(service.name());
                }
            }
            waiting.put(service.name(), count);
        }
        List<List<ServiceName>> levels = new ArrayList<>();
        Set<ServiceName> level = new LinkedHashSet<>();
        waiting.forEach((service, count) -> {
            if (count == 0) {
                level.add(service);
            }
        });
        Set<ServiceName> current = level;
        while (!current.isEmpty()) {
            levels.add(List.copyOf(inFileOrder(current)));
            Set<ServiceName> next = new LinkedHashSet<>();
            for (ServiceName done : current) {
                for (ServiceName dependent : dependents.getOrDefault(done, List.of())) {
                    if (waiting.merge(dependent, -1, Integer::sum) == 0) {
                        next.add(dependent);
                    }
                }
            }
            current = next;
        }
        return levels;
    }

    private Set<ServiceName> inFileOrder(Set<ServiceName> some) {
        Set<ServiceName> ordered = new LinkedHashSet<>(services.keySet());
        ordered.retainAll(some);
        return ordered;
    }
}
