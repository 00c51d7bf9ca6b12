package io.vmregistry.daemon.compose;

import io.vmregistry.daemon.compose.plan.HostNames;
import io.vmregistry.daemon.compose.plan.MachineSpec;
import io.vmregistry.daemon.compose.plan.MachineSpec.GuestSeed;
import io.vmregistry.daemon.compose.plan.NetworkSpec;
import io.vmregistry.daemon.compose.plan.ServicePolicy;
import io.vmregistry.daemon.compose.plan.ServiceSpec;
import io.vmregistry.daemon.compose.plan.VolumeSpec;
import io.vmregistry.daemon.compose.plan.Wanted;
import io.vmregistry.daemon.hypervisor.MachineName;
import io.vmregistry.spec.compose.ComposeFile;
import io.vmregistry.spec.compose.Healthcheck.Probe;
import io.vmregistry.spec.compose.Network;
import io.vmregistry.spec.compose.ProjectName;
import io.vmregistry.spec.compose.RestartPolicy;
import io.vmregistry.spec.compose.Service;
import io.vmregistry.spec.compose.Service.Condition;
import io.vmregistry.spec.compose.ServiceName;
import io.vmregistry.spec.compose.Volume;
import io.vmregistry.spec.machine.Content;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Turns a valid document into what is wanted of this host, and finds what this daemon cannot do of it. */
final class DocumentReading {

    private static final int MAX_NETWORK_NAME = 63;

    private final ProjectName project;
    private final ComposeFile file;
    private final UpRequest request;
    private final List<String> obstacles = new ArrayList<>();
    private final Set<String> warnings = new LinkedHashSet<>();

    private DocumentReading(ProjectName project, ComposeFile file, UpRequest request) {
        this.project = project;
        this.file = file;
        this.request = request;
    }

    /** @param warnings what the user should know although it can be done */
    record Read(Wanted wanted, List<String> warnings) {}

    /**
     * @throws ComposeException.InvalidRequest when a service is named that the document does not have, or a file that only the
     *     client can read
     * @throws ComposeException.Refused when the document wants what this daemon cannot do
     */
    static Read read(ProjectName project, ComposeFile file, UpRequest request) {
        DocumentReading reading = new DocumentReading(project, file, request);
        Wanted wanted = reading.wanted();
        if (!reading.obstacles.isEmpty()) {
            throw new ComposeException.Refused("bring up", project, reading.obstacles);
        }
        return new Read(wanted, List.copyOf(reading.warnings));
    }

    private Wanted wanted() {
        for (ServiceName service : request.services()) {
            if (file.service(service).isEmpty()) {
                throw new ComposeException.InvalidRequest(
                        "Tried to bring up service \"%s\" but failed because the document does not have it. It has: %s."
                                .formatted(service, file.services().keySet()));
            }
        }
        List<ServiceSpec> services = file.selected(request.profiles(), request.services()).stream()
                .flatMap(name -> file.service(name).stream())
                .map(this::service)
                .toList();
        return new Wanted(
                project,
                file.networks().values().stream().map(this::network).toList(),
                file.volumes().values().stream().map(this::volume).toList(),
                services,
                file.services().keySet(),
                !request.services().isEmpty(),
                request.awaitHealth());
    }

    private ServiceSpec service(Service service) {
        checkSupport(service);
        List<MachineSpec> machines = new ArrayList<>();
        List<String> members = service.instanceNames();
        for (int i = 0; i < members.size(); i++) {
            machines.add(machine(service, members.get(i), i + 1));
        }
        SortedMap<ServiceName, Boolean> dependsOn = new TreeMap<>();
        service.dependsOn()
                .forEach((dependency, condition) -> dependsOn.put(dependency, condition == Condition.HEALTHY));
        return new ServiceSpec(
                service.name(), machines, new ServicePolicy(dependsOn, service.healthcheck(), service.restartPolicy()));
    }

    private void checkSupport(Service service) {
        if (!service.ports().isEmpty()) {
            obstacles.add(
                    "Service \"%s\" publishes ports, and this daemon does not forward ports yet. Remove \"ports\" and reach the guest at its address."
                            .formatted(service.name()));
        }
        if (!service.provision().isEmpty()) {
            unprovisioned("Service \"%s\" has provision steps".formatted(service.name()));
        }
        service.dependsOn().forEach((dependency, condition) -> {
            if (condition == Condition.PROVISIONED) {
                unprovisioned("Service \"%s\" waits until \"%s\" is provisioned".formatted(service.name(), dependency));
            }
        });
        if (service.resources().bootloader().isPresent()) {
            obstacles.add(
                    "Service \"%s\" overrides the image's bootloader, which this daemon cannot do yet. Say it in the image's VMFile."
                            .formatted(service.name()));
        }
        if (service.healthcheck()
                .filter(check -> check.probe() instanceof Probe.Exec)
                .isPresent()) {
            obstacles.add(
                    "Service \"%s\" has an exec health check, which needs the guest agent, and this daemon does not speak to it yet. Use tcp, http or console."
                            .formatted(service.name()));
        }
        if (service.ssh().isPresent()) {
            warnings.add(
                    "The \"ssh\" of service \"%s\" is not kept: this daemon does not hand it to clients yet, and what the image says holds."
                            .formatted(service.name()));
        }
        if (service.restartPolicy().mode() != RestartPolicy.Mode.NO) {
            warnings.add(
                    "The restart policy \"%s\" of service \"%s\" is recorded and not enforced yet: a machine that ends stays down until the next \"compose up\"."
                            .formatted(service.restartPolicy().mode().label(), service.name()));
        }
    }

    private void unprovisioned(String what) {
        if (request.noProvision()) {
            warnings.add(what + "; provisioning is left out, as was asked.");
        } else {
            obstacles.add(
                    what + ", and this daemon does not provision yet. Use --no-provision to leave provisioning out.");
        }
    }

    private MachineSpec machine(Service service, String member, int replica) {
        String name = HostNames.machine(project, member);
        if (MachineName.parse(name).isEmpty()) {
            obstacles.add(
                    "\"%s\" is too long for a machine's name, which has at most %d characters. Shorten the project's name."
                            .formatted(name, MachineName.MAX_LENGTH));
        }
        SortedMap<String, String> labels = new TreeMap<>(service.labels());
        return new MachineSpec(
                service.name(),
                member,
                replica,
                name,
                service.image(),
                service.resources().cpu().map(OptionalInt::of).orElseGet(OptionalInt::empty),
                service.resources().memory(),
                service.diskSize(),
                service.networks().stream()
                        .map(card -> new MachineSpec.Attachment(
                                hostName(card.network()), card.staticIp(), card.gateway(), card.mac()))
                        .toList(),
                service.volumes().stream()
                        .map(mount -> new MachineSpec.Mount(hostName(mount), mount.device()))
                        .toList(),
                new GuestSeed(
                        service.cloudInit().userData().flatMap(content -> text(service, "userData", content)),
                        service.cloudInit().metaData().flatMap(content -> text(service, "metaData", content)),
                        service.cloudInit()
                                .networkConfig()
                                .flatMap(content -> text(service, "networkConfig", content))),
                service.ports(),
                labels);
    }

    private String hostName(io.vmregistry.spec.compose.NetworkName key) {
        return Optional.ofNullable(file.networks().get(key))
                .map(this::network)
                .map(NetworkSpec::name)
                .orElseThrow(() -> new IllegalStateException("a valid document has network " + key));
    }

    private String hostName(Service.Mount mount) {
        return Optional.ofNullable(file.volumes().get(mount.volume()))
                .map(this::volume)
                .map(VolumeSpec::name)
                .orElseThrow(() -> new IllegalStateException("a valid document has volume " + mount.volume()));
    }

    private static Optional<String> text(Service service, String what, Content content) {
        if (content instanceof Content.InFile(String path)) {
            throw new ComposeException.InvalidRequest(
                    "Tried to read cloudInit.%sFile \"%s\" of service \"%s\" but failed because the daemon reads no files that a document names. The client puts their contents into the document: \"vmr compose config\" shows it."
                            .formatted(what, path, service.name()));
        }
        return content.inlineBytes().map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    private NetworkSpec network(Network network) {
        String key = network.name().value();
        String name = HostNames.resource(project, key);
        if (!(network instanceof Network.External) && name.length() > MAX_NETWORK_NAME) {
            obstacles.add("\"%s\" is too long for a network's name, which has at most %d characters."
                    .formatted(name, MAX_NETWORK_NAME));
        }
        return switch (network) {
            case Network.External external -> new NetworkSpec.External(key, external.existing());
            case Network.Addressed addressed ->
                new NetworkSpec.Own(
                        key,
                        name,
                        new NetworkSpec.Definition(
                                addressed.mode().label(),
                                Optional.empty(),
                                addressed.subnet(),
                                addressed.gateway(),
                                addressed.dhcp(),
                                addressed.domain()));
            case Network.HostDevice device ->
                new NetworkSpec.Own(
                        key,
                        name,
                        new NetworkSpec.Definition(
                                device.mode().label(),
                                Optional.of(device.device()),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty()));
        };
    }

    private VolumeSpec volume(Volume volume) {
        String key = volume.name().value();
        return switch (volume) {
            case Volume.External external -> new VolumeSpec.External(key, external.existing());
            case Volume.Owned owned ->
                new VolumeSpec.Own(key, HostNames.resource(project, key), owned.size(), owned.format());
        };
    }
}
