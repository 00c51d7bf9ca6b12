package io.vmregistry.daemon.compose.plan;

import io.vmregistry.daemon.compose.plan.Action.ServiceAction;
import io.vmregistry.daemon.compose.plan.Present.PresentMachine;
import io.vmregistry.spec.compose.ProjectName;
import io.vmregistry.spec.compose.ServiceName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The order in which machines leave: those that depend on a machine leave before it. */
final class Removals {

    private Removals() {}

    /** Each machine with the machines that leave before it, in an order in which the latter come first. */
    static Map<PresentMachine, List<String>> inOrder(
            Collection<PresentMachine> leaving, Map<ServiceName, ServicePolicy> policies) {
        Map<ServiceName, List<PresentMachine>> byService = new HashMap<>();
        List<PresentMachine> unknown = new ArrayList<>();
        for (PresentMachine machine : leaving.stream()
                .sorted(Comparator.comparing(PresentMachine::name))
                .toList()) {
            machine.service()
                    .ifPresentOrElse(
                            service -> byService
                                    .computeIfAbsent(service, key -> new ArrayList<>())
                                    .add(machine),
                            () -> unknown.add(machine));
        }
        Map<ServiceName, Set<ServiceName>> dependencies = new HashMap<>();
        byService
                .keySet()
                .forEach(service -> dependencies.put(
                        service,
                        policies.getOrDefault(service, ServicePolicy.NONE)
                                .dependsOn()
                                .keySet()));
        Map<PresentMachine, List<String>> order = new LinkedHashMap<>();
        Set<ServiceName> done = new HashSet<>();
        unknown.forEach(machine -> order.put(machine, List.of()));
        for (ServiceName service : DependencyOrder.breakingCircles(dependencies).reversed()) {
            List<String> before = dependencies.entrySet().stream()
                    .filter(other ->
                            done.contains(other.getKey()) && other.getValue().contains(service))
                    .flatMap(other -> byService.getOrDefault(other.getKey(), List.of()).stream())
                    .map(PresentMachine::name)
                    .sorted()
                    .toList();
            byService.getOrDefault(service, List.of()).forEach(machine -> order.put(machine, before));
            done.add(service);
        }
        return order;
    }

    static ServiceAction.Remove of(ProjectName project, PresentMachine machine, String reason) {
        String member = HostNames.member(project, machine.name());
        return new ServiceAction.Remove(
                machine.service().orElseThrow(() -> new IllegalArgumentException("not a service's machine: " + member)),
                member,
                machine.name(),
                reason);
    }
}
