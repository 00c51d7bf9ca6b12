package io.vmregistry.daemon.compose.plan;

import io.vmregistry.daemon.compose.plan.Action.NetworkAction;
import io.vmregistry.daemon.compose.plan.Action.VolumeAction;
import io.vmregistry.daemon.compose.plan.Present.PresentMachine;
import io.vmregistry.daemon.compose.plan.Present.PresentNetwork;
import io.vmregistry.daemon.compose.plan.Present.PresentVolume;
import io.vmregistry.spec.compose.ProjectName;
import io.vmregistry.spec.compose.ServiceName;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Plans the removal of a project or of some of its services. */
final class DownPlanner {

    private static final String REASON = "the project is taken down";

    private final ProjectName project;
    private final Set<ServiceName> services;
    private final boolean volumes;
    private final Present present;
    private final Plan.Builder steps = new Plan.Builder();
    private final Map<String, Integer> removals = new HashMap<>();

    DownPlanner(ProjectName project, Set<ServiceName> services, boolean volumes, Present present) {
        this.project = project;
        this.services = services;
        this.volumes = volumes;
        this.present = present;
    }

    Plan plan() {
        Removals.inOrder(leaving(), present.policies()).forEach((machine, before) -> {
            Set<Integer> needs = new HashSet<>();
            before.forEach(name -> needs.add(removals.get(name)));
            removals.put(machine.name(), steps.add(Removals.of(project, machine, REASON), needs));
        });
        if (services.isEmpty()) {
            present.networks().values().stream()
                    .filter(network -> network.isOf(project))
                    .sorted(Comparator.comparing(PresentNetwork::name))
                    .forEach(this::removeNetwork);
        }
        if (volumes) {
            present.volumes().values().stream()
                    .filter(volume -> volume.isOf(project))
                    .map(PresentVolume::name)
                    .sorted()
                    .forEach(this::removeVolume);
        }
        return steps.build(project);
    }

    private List<PresentMachine> leaving() {
        return present.machines().values().stream()
                .filter(machine -> machine.isOf(project))
                .filter(machine -> services.isEmpty()
                        || machine.service().filter(services::contains).isPresent())
                .toList();
    }

    private void removeVolume(String volume) {
        Optional<String> user = present.machines().values().stream()
                .filter(machine -> machine.volumes().contains(volume))
                .map(PresentMachine::name)
                .filter(name -> !removals.containsKey(name))
                .min(Comparator.naturalOrder());
        if (user.isPresent()) {
            steps.add(new VolumeAction.Keep(volume, "machine \"" + user.get() + "\" uses it"), Set.of());
        } else {
            steps.add(new VolumeAction.Remove(volume, REASON), Set.copyOf(removals.values()));
        }
    }

    private void removeNetwork(PresentNetwork network) {
        Map<String, Integer> attached = new TreeMap<>();
        for (PresentMachine machine : present.machines().values()) {
            if (machine.networks().contains(network.name())) {
                if (!removals.containsKey(machine.name())) {
                    steps.add(
                            new NetworkAction.Keep(
                                    network.name(), "machine \"" + machine.name() + "\" is attached to it"),
                            Set.of());
                    return;
                }
                attached.put(machine.name(), removals.get(machine.name()));
            }
        }
        steps.add(new NetworkAction.Remove(network.name(), REASON), Set.copyOf(attached.values()));
    }
}
