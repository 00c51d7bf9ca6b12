package io.vmregistry.daemon.compose.plan;

import static java.util.stream.Collectors.toSet;

import io.vmregistry.daemon.compose.plan.MachineSpec.Attachment;
import io.vmregistry.daemon.compose.plan.MachineSpec.Mount;
import io.vmregistry.daemon.compose.plan.Present.PresentMachine;
import io.vmregistry.daemon.compose.plan.Present.PresentNetwork;
import io.vmregistry.spec.compose.ServiceName;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** What is wanted and what is present, seen together: what is used, what is left over, what has to give way. */
final class ProjectView {

    private final Wanted wanted;
    private final Present present;
    private final SortedMap<String, MachineSpec> machines = new TreeMap<>();
    private final Set<ServiceName> selected;

    ProjectView(Wanted wanted, Present present) {
        this.wanted = wanted;
        this.present = present;
        wanted.services().forEach(service -> service.machines().forEach(spec -> machines.put(spec.name(), spec)));
        this.selected = wanted.services().stream().map(ServiceSpec::name).collect(toSet());
    }

    /** The wanted machines by name. */
    SortedMap<String, MachineSpec> machines() {
        return machines;
    }

    List<NetworkSpec> usedNetworks() {
        Set<String> used = machines.values().stream()
                .flatMap(machine -> machine.networks().stream())
                .map(Attachment::network)
                .collect(toSet());
        return wanted.networks().stream()
                .filter(network -> used.contains(network.name()))
                .sorted(Comparator.comparing(NetworkSpec::name))
                .toList();
    }

    List<VolumeSpec> usedVolumes() {
        Set<String> used = machines.values().stream()
                .flatMap(machine -> machine.volumes().stream())
                .map(Mount::volume)
                .collect(toSet());
        return wanted.volumes().stream()
                .filter(volume -> used.contains(volume.name()))
                .sorted(Comparator.comparing(VolumeSpec::name))
                .toList();
    }

    /** A machine of the project that no service of the document wants. */
    boolean isOrphan(PresentMachine machine) {
        if (!machine.isOf(wanted.project()) || machines.containsKey(machine.name())) {
            return false;
        }
        boolean declared = machine.service().filter(wanted.declared()::contains).isPresent();
        return declared ? machine.service().filter(selected::contains).isPresent() : !wanted.partial();
    }

    /** Networks of the project that the document does not have. */
    List<PresentNetwork> orphanedNetworks() {
        Set<String> declared = wanted.networks().stream().map(NetworkSpec::name).collect(toSet());
        return present.networks().values().stream()
                .filter(network -> !wanted.partial() && network.isOf(wanted.project()))
                .filter(network -> !declared.contains(network.name()))
                .sorted(Comparator.comparing(PresentNetwork::name))
                .toList();
    }

    /** What has to change in a network of the project; empty where nothing has to, or where it is not there. */
    List<FieldChange> changesOf(NetworkSpec.Own network) {
        return Optional.ofNullable(present.networks().get(network.name()))
                .filter(there -> there.isOf(wanted.project()))
                .flatMap(PresentNetwork::owner)
                .map(owner -> owner.changesTo(network.definition().configuration()))
                .orElse(List.of());
    }

    /** Networks that are removed or replaced, so that no machine may be attached to them meanwhile, each with what it is. */
    Map<String, String> goingNetworks() {
        Map<String, String> going = new TreeMap<>();
        for (NetworkSpec network : usedNetworks()) {
            if (network instanceof NetworkSpec.Own own && !changesOf(own).isEmpty()) {
                going.put(own.name(), "is replaced");
            }
        }
        orphanedNetworks().stream()
                .filter(network -> stayingOn(network.name()).isEmpty())
                .forEach(network -> going.put(network.name(), "is removed"));
        return going;
    }

    List<PresentMachine> attachedTo(String network) {
        return present.machines().values().stream()
                .filter(machine -> machine.networks().contains(network))
                .sorted(Comparator.comparing(PresentMachine::name))
                .toList();
    }

    /** A machine that this project may not take off a network now: another's, or one of a service that was not selected. */
    Optional<PresentMachine> stayingOn(String network) {
        return attachedTo(network).stream()
                .filter(machine -> !isOrphan(machine))
                .filter(machine -> !machine.isOf(wanted.project()) || !machines.containsKey(machine.name()))
                .findFirst();
    }
}
