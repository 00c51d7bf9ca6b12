package io.vmregistry.daemon.compose;

import io.vmregistry.client.transfer.TransferProgress;
import io.vmregistry.daemon.cloudinit.CloudInit;
import io.vmregistry.daemon.compose.health.Health;
import io.vmregistry.daemon.compose.health.HealthMonitor;
import io.vmregistry.daemon.compose.plan.Action;
import io.vmregistry.daemon.compose.plan.Action.NetworkAction;
import io.vmregistry.daemon.compose.plan.Action.ServiceAction;
import io.vmregistry.daemon.compose.plan.Action.VolumeAction;
import io.vmregistry.daemon.compose.plan.MachineSpec;
import io.vmregistry.daemon.compose.plan.NetworkSpec;
import io.vmregistry.daemon.compose.plan.ServicePolicy;
import io.vmregistry.daemon.hypervisor.MachineName;
import io.vmregistry.daemon.machine.DataDisk;
import io.vmregistry.daemon.machine.Machine;
import io.vmregistry.daemon.machine.MachineException.MachineUnknown;
import io.vmregistry.daemon.machine.MachineSelector;
import io.vmregistry.daemon.machine.Machines;
import io.vmregistry.daemon.machine.NetworkAttachment;
import io.vmregistry.daemon.machine.NetworkChoice;
import io.vmregistry.daemon.machine.ProjectMembership;
import io.vmregistry.daemon.machine.RunRequest;
import io.vmregistry.daemon.machine.StopMode;
import io.vmregistry.daemon.network.DhcpRange;
import io.vmregistry.daemon.network.MacAddress;
import io.vmregistry.daemon.network.Network;
import io.vmregistry.daemon.network.NetworkMode;
import io.vmregistry.daemon.network.NetworkName;
import io.vmregistry.daemon.network.Networks;
import io.vmregistry.daemon.network.Subnet;
import io.vmregistry.spec.compose.ProjectName;
import io.vmregistry.spec.compose.ServiceName;
import io.vmregistry.spec.net.Ipv4Address;
import java.net.Inet4Address;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** Does a project's actions on this host. */
final class HostPerformer implements ActionPerformer {

    /** What all projects of the host share. */
    record Host(Machines machines, Networks networks, Volumes volumes, ProjectRecords records, HealthMonitor health) {}

    private final Host host;
    private final ProjectName project;
    private final Map<ServiceName, ServicePolicy> policies;
    private final ComposeImages images;
    private final Duration stopTimeout;
    private final Cancellation cancellation;
    /** Two networks that are made at once must not be given one subnet. */
    private static final ReentrantLock CHOOSING = new ReentrantLock();

    HostPerformer(
            Host host,
            ProjectName project,
            Map<ServiceName, ServicePolicy> policies,
            ComposeImages images,
            Duration stopTimeout,
            Cancellation cancellation) {
        this.host = host;
        this.project = project;
        this.policies = policies;
        this.images = images;
        this.stopTimeout = stopTimeout;
        this.cancellation = cancellation;
    }

    @Override
    public String perform(Action action, Consumer<TransferProgress> progress) throws InterruptedException {
        return switch (action) {
            case Action.PullImage pull -> {
                cancellation.interrupting(() -> images.pull(pull.image(), progress));
                yield "";
            }
            case Action.Await await -> {
                cancellation.interrupting(() -> await(await.machines()));
                yield "";
            }
            case ServiceAction service -> perform(service);
            case NetworkAction network -> perform(network);
            case VolumeAction volume -> perform(volume);
        };
    }

    private void await(List<String> machines) throws InterruptedException {
        for (String machine : machines) {
            Optional<Health> health = host.health().await(machine);
            if (health.isEmpty()) {
                throw new ComposeException.Unhealthy(machine, "it is not watched, because it has no health check");
            }
            if (health.get().state() == Health.State.UNHEALTHY) {
                throw new ComposeException.Unhealthy(machine, health.get().reason());
            }
        }
    }

    private String perform(ServiceAction action) throws InterruptedException {
        return switch (action) {
            case ServiceAction.Create create -> create(create.wanted());
            case ServiceAction.Replace replace -> {
                remove(replace.machine());
                yield create(replace.wanted());
            }
            case ServiceAction.Start start -> {
                host.machines().start(selector(start.machine()));
                watch(start);
                yield "";
            }
            case ServiceAction.UpdateInPlace update -> {
                watch(update);
                yield "";
            }
            case ServiceAction.Remove remove -> {
                remove(remove.machine());
                yield "";
            }
            case ServiceAction.Keep keep -> "";
        };
    }

    private String create(MachineSpec spec) throws InterruptedException {
        Machine machine = run(spec);
        watch(spec);
        return String.join("; ", machine.warnings());
    }

    private Machine run(MachineSpec spec) throws InterruptedException {
        if (spec.volumes().isEmpty()) {
            return host.machines().run(request(spec));
        }
        host.volumes().giving().lock();
        try {
            return host.machines().run(request(spec));
        } finally {
            host.volumes().giving().unlock();
        }
    }

    private void watch(ServiceAction action) {
        host.health().forget(action.machine());
        policy(action.service()).healthcheck().ifPresent(check -> host.health().watch(action.machine(), check));
    }

    private void watch(MachineSpec spec) {
        watch(new ServiceAction.Keep(spec));
    }

    private ServicePolicy policy(ServiceName service) {
        ServicePolicy policy = policies.get(service);
        return policy == null ? ServicePolicy.NONE : policy;
    }

    /** A machine that is not there any more is what was wanted. */
    private void remove(String machine) throws InterruptedException {
        host.health().forget(machine);
        try {
            host.machines().stop(selector(machine), new StopMode.Gracefully(stopTimeout));
            host.machines().delete(selector(machine), true);
        } catch (MachineUnknown gone) {
            host.health().forget(machine);
        }
    }

    private static MachineSelector selector(String machine) {
        return MachineSelector.of(new MachineName(machine));
    }

    private RunRequest request(MachineSpec spec) {
        List<DataDisk> disks = new ArrayList<>();
        for (MachineSpec.Mount mount : spec.volumes()) {
            Volumes.VolumeFile volume = host.volumes()
                    .find(mount.volume())
                    .orElseThrow(() -> new ComposeException.InvalidRequest(
                            "There is no volume \"%s\".".formatted(mount.volume())));
            String device = mount.device().orElseGet(() -> freeDevice(spec, disks));
            disks.add(new DataDisk(volume.file(), volume.format(), device));
        }
        return new RunRequest(
                spec.image(),
                Optional.of(new MachineName(spec.name())),
                spec.cpu().isPresent() ? Optional.of(spec.cpu().getAsInt()) : Optional.empty(),
                spec.memory(),
                spec.diskSize(),
                false,
                new CloudInit(
                        spec.seed().userData(),
                        spec.seed().metaData(),
                        spec.seed().networkConfig(),
                        List.of()),
                networks(spec),
                disks,
                List.of(),
                Optional.empty(),
                spec.labels(),
                Optional.of(new ProjectMembership(
                        project.value(),
                        spec.service().value(),
                        spec.replica(),
                        spec.configuration().hash())));
    }

    private static String freeDevice(MachineSpec spec, List<DataDisk> taken) {
        for (char letter = 'b'; letter <= 'z'; letter++) {
            String device = "vd" + letter;
            boolean used = taken.stream().anyMatch(disk -> disk.device().equals(device))
                    || spec.volumes().stream()
                            .anyMatch(mount ->
                                    mount.device().filter(device::equals).isPresent());
            if (!used) {
                return device;
            }
        }
        throw new ComposeException.InvalidRequest(
                "Service \"%s\" has more volumes than a machine has devices.".formatted(spec.service()));
    }

    private static NetworkChoice networks(MachineSpec spec) {
        if (spec.networks().isEmpty()) {
            return new NetworkChoice.Standard(false);
        }
        return new NetworkChoice.Attach(
                spec.networks().stream()
                        .map(card -> new NetworkAttachment(
                                new NetworkName(card.network()),
                                card.mac().flatMap(mac -> MacAddress.parse(mac.toString())),
                                card.address().map(HostPerformer::address),
                                card.gateway().map(HostPerformer::address)))
                        .toList(),
                false);
    }

    private static Inet4Address address(Ipv4Address address) {
        return Inet4Address.ofLiteral(address.toString());
    }

    private String perform(NetworkAction action) {
        switch (action) {
            case NetworkAction.Create create -> create(create.wanted());
            case NetworkAction.Replace replace -> {
                remove(new NetworkName(replace.name()));
                create(replace.wanted());
            }
            case NetworkAction.Start start -> host.networks().activate(new NetworkName(start.name()));
            case NetworkAction.Remove remove -> remove(new NetworkName(remove.name()));
            case NetworkAction.Keep keep -> {}
        }
        return "";
    }

    private void create(NetworkSpec.Own wanted) {
        CHOOSING.lock();
        try {
            host.networks().ensure(definition(wanted));
        } finally {
            CHOOSING.unlock();
        }
        host.records()
                .update(
                        project,
                        record -> record.withNetwork(
                                wanted.name(), wanted.definition().configuration()));
    }

    private void remove(NetworkName network) {
        host.networks().remove(network);
        host.records().update(project, record -> record.withoutNetwork(network.value()));
    }

    private io.vmregistry.daemon.network.NetworkSpec definition(NetworkSpec.Own wanted) {
        NetworkSpec.Definition definition = wanted.definition();
        NetworkMode mode = NetworkMode.parse(definition.mode())
                .orElseThrow(() -> new ComposeException.InvalidRequest(
                        "This daemon has no networks of mode \"%s\".".formatted(definition.mode())));
        Optional<Subnet> subnet = definition.subnet().flatMap(known -> Subnet.parse(known.toString()));
        if (mode.hostIsGateway() && subnet.isEmpty()) {
            subnet = Optional.of(chooseSubnet(wanted.name()));
        }
        return new io.vmregistry.daemon.network.NetworkSpec(
                new NetworkName(wanted.name()),
                mode,
                subnet,
                definition.gateway().map(HostPerformer::address),
                definition.dhcp().map(range -> new DhcpRange(address(range.start()), address(range.end()))),
                definition.bridge(),
                definition.domain(),
                Optional.of(project.value()),
                false);
    }

    /** The subnet that the network has already, when an earlier run made it and did not come to recording it. */
    private Subnet chooseSubnet(String network) {
        List<Network> all = host.networks().list();
        return all.stream()
                .filter(there -> there.name().value().equals(network))
                .flatMap(there -> there.subnet().stream())
                .findFirst()
                .orElseGet(() -> FreeSubnets.choose(
                        network,
                        all.stream().flatMap(there -> there.subnet().stream()).toList()));
    }

    private String perform(VolumeAction action) {
        switch (action) {
            case VolumeAction.Create create -> host.volumes().create(project, create.wanted());
            case VolumeAction.Remove remove ->
                host.volumes()
                        .remove(
                                remove.name(),
                                () -> host.machines().list().stream().flatMap(machine -> machine.dataDisks().stream()));
            case VolumeAction.Keep keep -> {}
        }
        return "";
    }
}
