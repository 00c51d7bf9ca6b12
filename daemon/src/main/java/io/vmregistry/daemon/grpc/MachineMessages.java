package io.vmregistry.daemon.grpc;

import io.vmregistry.daemon.cloudinit.CloudInit;
import io.vmregistry.daemon.hypervisor.BackendTag;
import io.vmregistry.daemon.hypervisor.MachineName;
import io.vmregistry.daemon.machine.Machine;
import io.vmregistry.daemon.machine.MachineException.RequestInvalid;
import io.vmregistry.daemon.machine.NetworkAttachment;
import io.vmregistry.daemon.machine.NetworkChoice;
import io.vmregistry.daemon.machine.PortForward;
import io.vmregistry.daemon.machine.ProjectMembership;
import io.vmregistry.daemon.machine.RunRequest;
import io.vmregistry.daemon.network.MacAddress;
import io.vmregistry.daemon.network.NetworkName;
import io.vmregistry.daemon.network.Subnet;
import io.vmregistry.proto.v1.CloudInitConfig;
import io.vmregistry.proto.v1.RunVMRequest;
import io.vmregistry.proto.v1.VMInfo;
import io.vmregistry.proto.v1.VMNetworkInfo;
import io.vmregistry.proto.v1.VMProcessInfo;
import io.vmregistry.proto.v1.VMRunOptions;
import io.vmregistry.spec.reference.ImageReference;
import io.vmregistry.spec.unit.ByteSize;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Machines between the protocol's messages and the domain's types. */
final class MachineMessages {

    private static final String NO_NETWORK = "none";

    private MachineMessages() {}

    /**
     * A request in the domain's types.
     *
     * @throws RequestInvalid when a text is not what it has to be; the message quotes it
     */
    static RunRequest runRequest(RunVMRequest request) {
        VMRunOptions options = request.getOptions();
        return new RunRequest(
                parsed("an image reference", request.getImage(), ImageReference::parse)
                        .orElseThrow(() ->
                                new RequestInvalid("Tried to run a machine but failed because no image was named.")),
                parsed(
                        "a machine's name (1 to 63 of a-z, 0-9 and -, not at the ends)",
                        request.getVmName(),
                        MachineName::parse),
                options.getVcpuCount() == 0 ? Optional.empty() : Optional.of(options.getVcpuCount()),
                options.getMemoryMb() == 0
                        ? Optional.empty()
                        : Optional.of(ByteSize.ofMiB(Integer.toUnsignedLong(options.getMemoryMb()))),
                diskSize(options.getDiskSize()),
                options.getEphemeral(),
                cloudInit(options),
                networks(options),
                List.of(),
                options.getPortsList().stream()
                        .map(port -> new PortForward(
                                port.getHostAddress(), port.getHostPort(), port.getGuestPort(), port.getProtocol()))
                        .toList(),
                parsed("a backend (libvirt, qemu, propolis or simulated)", options.getBackend(), BackendTag::parse),
                options.getLabelsMap(),
                Optional.empty());
    }

    private static Optional<ByteSize> diskSize(long bytes) {
        if (bytes < 0) {
            throw new RequestInvalid("A disk of %s bytes is too large.".formatted(Long.toUnsignedString(bytes)));
        }
        return bytes == 0 ? Optional.empty() : Optional.of(new ByteSize(bytes));
    }

    private static CloudInit cloudInit(VMRunOptions options) {
        CloudInitConfig config = options.getCloudInit();
        return new CloudInit(
                given(config.getUserData()),
                given(config.getMetaData()),
                given(config.getNetworkConfig()),
                options.getSshAuthorizedKeysList());
    }

    private static NetworkChoice networks(VMRunOptions options) {
        Optional<MacAddress> mac = parsed("a MAC address", options.getMacAddress(), MacAddress::parse);
        var address = parsed("an IPv4 address", options.getIpAddress(), Subnet::address);
        if (options.getNetworkName().equals(NO_NETWORK)) {
            return new NetworkChoice.None();
        }
        if (options.getNetworkName().isEmpty() && mac.isEmpty() && address.isEmpty()) {
            return new NetworkChoice.Standard(options.getActivateNetwork());
        }
        NetworkName network = parsed("a network's name", options.getNetworkName(), NetworkName::parse)
                .orElse(NetworkName.DEFAULT);
        return new NetworkChoice.Attach(
                List.of(new NetworkAttachment(network, mac, address, Optional.empty())), options.getActivateNetwork());
    }

    static VMProcessInfo processInfo(Machine machine, Instant now) {
        return VMProcessInfo.newBuilder()
                .setVmId(machine.id().toString())
                .setName(machine.name().toString())
                .setStatus(machine.state().label())
                .setImage(machine.image().toString())
                .setCreated(machine.created().truncatedTo(ChronoUnit.SECONDS).toString())
                .setUptime(
                        machine.started().map(started -> uptime(started, now)).orElse(""))
                .addAllNetworks(machine.interfaces().stream()
                        .map(MachineMessages::network)
                        .toList())
                .setVcpuCount(machine.cpus())
                .setMemoryMb((int) machine.memory().toMiB())
                .setBackend(machine.backend().label())
                .setProject(machine.project().map(ProjectMembership::project).orElse(""))
                .setService(machine.project().map(ProjectMembership::service).orElse(""))
                .build();
    }

    static VMInfo info(Machine machine) {
        return VMInfo.newBuilder()
                .setVmId(machine.id().toString())
                .setName(machine.name().toString())
                .setStatus(machine.state().label())
                .setImage(machine.image().toString())
                .setCreated(machine.created().truncatedTo(ChronoUnit.SECONDS).toString())
                .setVcpuCount(machine.cpus())
                .setMemoryMb((int) machine.memory().toMiB())
                .setProject(machine.project().map(ProjectMembership::project).orElse(""))
                .setService(machine.project().map(ProjectMembership::service).orElse(""))
                .build();
    }

    private static VMNetworkInfo network(Machine.Interface card) {
        return VMNetworkInfo.newBuilder()
                .setName(card.network().toString())
                .setMacAddress(card.mac().toString())
                .setInterfaceType("network")
                .addAllIpAddresses(card.addresses().stream()
                        .map(InetAddress::getHostAddress)
                        .toList())
                .build();
    }

    /** The two largest units: 3d4h, 2h13m, 5m2s, 7s. */
    static String uptime(Instant started, Instant now) {
        Duration up = started.isAfter(now) ? Duration.ZERO : Duration.between(started, now);
        if (up.toDays() > 0) {
            return "%dd%dh".formatted(up.toDays(), up.toHoursPart());
        }
        if (up.toHours() > 0) {
            return "%dh%dm".formatted(up.toHours(), up.toMinutesPart());
        }
        return up.toMinutes() > 0
                ? "%dm%ds".formatted(up.toMinutes(), up.toSecondsPart())
                : "%ds".formatted(up.toSeconds());
    }

    private static <T> Optional<T> parsed(String what, String text, Function<String, Optional<T>> parse) {
        return given(text)
                .map(present -> parse.apply(present)
                        .orElseThrow(() -> new RequestInvalid("\"%s\" is not %s.".formatted(present, what))));
    }

    private static Optional<String> given(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }
}
