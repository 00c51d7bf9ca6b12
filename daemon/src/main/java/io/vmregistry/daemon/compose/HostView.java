package io.vmregistry.daemon.compose;

import io.vmregistry.daemon.compose.plan.Configuration;
import io.vmregistry.daemon.compose.plan.Present;
import io.vmregistry.daemon.compose.plan.Present.Ownership;
import io.vmregistry.daemon.compose.plan.Present.PresentMachine;
import io.vmregistry.daemon.compose.plan.Present.PresentNetwork;
import io.vmregistry.daemon.machine.Machine;
import io.vmregistry.daemon.machine.MachineState;
import io.vmregistry.daemon.machine.Machines;
import io.vmregistry.daemon.machine.ProjectMembership;
import io.vmregistry.daemon.network.Network;
import io.vmregistry.daemon.network.NetworkName;
import io.vmregistry.daemon.network.Networks;
import io.vmregistry.spec.compose.ProjectName;
import io.vmregistry.spec.compose.ServiceName;
import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.ImageReference;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What is on this host, as a project's planning sees it. */
final class HostView {

    private final Machines machines;
    private final Networks networks;
    private final Volumes volumes;
    private final ProjectRecords records;

    HostView(Machines machines, Networks networks, Volumes volumes, ProjectRecords records) {
        this.machines = machines;
        this.networks = networks;
        this.volumes = volumes;
        this.records = records;
    }

    /** @param wantedImages that are looked for among the host's */
    Present present(ProjectName project, Set<ImageReference> wantedImages, ComposeImages images) {
        ProjectRecord record = records.get(project);
        Map<ImageReference, Digest> local = new HashMap<>();
        wantedImages.forEach(image -> images.find(image).ifPresent(digest -> local.put(image, digest)));
        return Present.of(
                machines.list().stream()
                        .map(machine -> machine(machine, record))
                        .toList(),
                networks.list().stream()
                        .map(network -> network(network, record))
                        .toList(),
                volumes.list(),
                record.policies(),
                local);
    }

    private PresentMachine machine(Machine machine, ProjectRecord record) {
        Optional<ProjectMembership> membership = machine.project();
        return new PresentMachine(
                machine.name().value(),
                membership.flatMap(member -> ProjectName.parse(member.project())
                        .map(owner -> new Ownership(
                                owner,
                                member.configHash(),
                                record.configuration(member.configHash()).orElse(Configuration.UNKNOWN)))),
                membership.flatMap(member -> ServiceName.parse(member.service())),
                machine.state() == MachineState.RUNNING,
                machine.interfaces().stream()
                        .map(Machine.Interface::network)
                        .map(NetworkName::value)
                        .collect(Collectors.toSet()),
                machine.dataDisks().stream()
                        .flatMap(disk -> volumes.nameOf(disk).stream())
                        .collect(Collectors.toSet()),
                Optional.of(machine.imageDigest()));
    }

    private static PresentNetwork network(Network network, ProjectRecord record) {
        Optional<Configuration> known =
                Optional.ofNullable(record.networks().get(network.name().value()));
        return new PresentNetwork(
                network.name().value(),
                network.project()
                        .filter(owner -> network.ours())
                        .flatMap(ProjectName::parse)
                        .map(owner -> known.map(configuration -> Ownership.of(owner, configuration))
                                .orElseGet(() -> new Ownership(owner, "", Configuration.UNKNOWN))),
                network.active());
    }

    /** The machines of a project, by name. */
    List<Machine> machinesOf(ProjectName project) {
        return machines.list().stream()
                .filter(machine -> machine.project()
                        .filter(member -> member.project().equals(project.value()))
                        .isPresent())
                .toList();
    }

    /** Every project that has a machine, a network, a volume or a record here. */
    Set<ProjectName> projects() {
        Set<ProjectName> found = new TreeSet<>(records.projects());
        machines.list()
                .forEach(machine -> machine.project()
                        .flatMap(member -> ProjectName.parse(member.project()))
                        .ifPresent(found::add));
        networks.list().stream()
                .filter(Network::ours)
                .forEach(
                        network -> network.project().flatMap(ProjectName::parse).ifPresent(found::add));
        volumes.list().forEach(volume -> volume.owner().ifPresent(owner -> found.add(owner.project())));
        return found;
    }
}
