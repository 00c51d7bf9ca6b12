package io.vmregistry.daemon.compose.plan;

import io.vmregistry.spec.compose.ServiceName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** The order in which services start: what a service depends on comes before it, equals by name. */
final class DependencyOrder {

    private final Map<ServiceName, ? extends Collection<ServiceName>> dependencies;
    private final Set<ServiceName> ordered = new LinkedHashSet<>();

    private final boolean breaksCircles;

    private DependencyOrder(Map<ServiceName, ? extends Collection<ServiceName>> dependencies, boolean breaksCircles) {
        this.dependencies = dependencies;
        this.breaksCircles = breaksCircles;
    }

    /** @throws IllegalArgumentException when services wait for each other in a circle; a valid document has none */
    static List<ServiceName> of(Map<ServiceName, ? extends Collection<ServiceName>> dependencies) {
        return new DependencyOrder(dependencies, false).order();
    }

    /** For what was recorded service by service, at different times: a circle is cut where it is met. */
    static List<ServiceName> breakingCircles(Map<ServiceName, ? extends Collection<ServiceName>> dependencies) {
        return new DependencyOrder(dependencies, true).order();
    }

    private List<ServiceName> order() {
        new TreeSet<>(dependencies.keySet()).forEach(service -> visit(service, new LinkedHashSet<>()));
        return List.copyOf(ordered);
    }

    private void visit(ServiceName service, Set<ServiceName> path) {
        if (ordered.contains(service) || !dependencies.containsKey(service)) {
            return;
        }
        if (!path.add(service)) {
            if (breaksCircles) {
                return;
            }
            throw new IllegalArgumentException("services wait for each other in a circle: " + new ArrayList<>(path));
        }
        SortedSet<ServiceName> before = new TreeSet<>(dependencies.get(service));
        before.forEach(dependency -> visit(dependency, path));
        path.remove(service);
        ordered.add(service);
    }
}
