package io.vmregistry.daemon.hypervisor.simulated;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmregistry.daemon.network.DhcpRange;
import io.vmregistry.daemon.network.Lease;
import io.vmregistry.daemon.network.MacAddress;
import io.vmregistry.daemon.network.Network;
import io.vmregistry.daemon.network.NetworkException.NetworkDiffers;
import io.vmregistry.daemon.network.NetworkException.NetworkForeign;
import io.vmregistry.daemon.network.NetworkException.NetworkRefused;
import io.vmregistry.daemon.network.NetworkException.NetworkUnavailable;
import io.vmregistry.daemon.network.NetworkException.NetworkUnknown;
import io.vmregistry.daemon.network.NetworkMode;
import io.vmregistry.daemon.network.NetworkName;
import io.vmregistry.daemon.network.NetworkSpec;
import io.vmregistry.daemon.network.Networks;
import io.vmregistry.daemon.network.Reservation;
import io.vmregistry.daemon.network.Subnet;
import java.io.IOException;
import java.net.Inet4Address;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Networks without wires. As on a fresh host there is an active network {@code default} that is not ours. Ours are kept
 * in a file; leases are given in order and live as long as the daemon.
 */
public final class SimulatedNetworks implements Networks {

    private static final NetworkSpec STANDARD = NetworkSpec.of(
            NetworkName.DEFAULT,
            NetworkMode.NAT,
            Subnet.parse("192.168.122.0/24").orElseThrow());

    private final Path file;
    private final Map<NetworkName, Wire> wires = new TreeMap<>();

    private static final class Wire {
        final NetworkSpec spec;
        final boolean ours;
        boolean active;
        final Map<MacAddress, Reservation> reservations = new LinkedHashMap<>();
        final Map<MacAddress, Lease> leases = new LinkedHashMap<>();

        Wire(NetworkSpec spec, boolean ours, boolean active) {
            this.spec = spec;
            this.ours = ours;
            this.active = active;
        }
    }

    /**
     * Networks that are kept in a folder.
     *
     * @throws NetworkUnavailable when the folder cannot be used
     */
    public SimulatedNetworks(Path directory) {
        this.file = directory.resolve("networks.json");
        wires.put(NetworkName.DEFAULT, new Wire(STANDARD, false, true));
        try {
            Files.createDirectories(directory);
            if (Files.exists(file)) {
                SimulatedFiles.read(file).valueStream().forEach(this::load);
            }
        } catch (IOException e) {
            throw new NetworkUnavailable("Tried to read %s but failed because %s".formatted(file, e), e);
        }
    }

    @Override
    public synchronized Network ensure(NetworkSpec wanted) {
        @Nullable Wire present = wires.get(wanted.name());
        if (present != null) {
            requireOurs("create", present);
            if (!present.spec.equals(wanted)) {
                throw new NetworkDiffers(wanted.name(), "specification");
            }
            return activate(wanted.name());
        }
        for (Wire other : wires.values()) {
            if (wanted.mode().hostIsGateway()
                    && other.spec.subnet().isPresent()
                    && wanted.subnet()
                            .orElseThrow()
                            .overlaps(other.spec.subnet().get())) {
                throw new NetworkRefused(
                        "create",
                        wanted.name(),
                        "its subnet %s overlaps with network \"%s\""
                                .formatted(wanted.subnet().get(), other.spec.name()));
            }
        }
        wires.put(wanted.name(), new Wire(wanted, true, true));
        save();
        return describe(get(wanted.name()));
    }

    @Override
    public synchronized Optional<Network> find(NetworkName name) {
        return Optional.ofNullable(wires.get(name)).map(SimulatedNetworks::describe);
    }

    @Override
    public synchronized List<Network> list() {
        return wires.values().stream().map(SimulatedNetworks::describe).toList();
    }

    @Override
    public synchronized Network activate(NetworkName name) {
        Wire wire = get(name);
        wire.active = true;
        save();
        return describe(wire);
    }

    @Override
    public synchronized Network deactivate(NetworkName name) {
        Wire wire = get(name);
        requireOurs("deactivate", wire);
        wire.active = false;
        save();
        return describe(wire);
    }

    @Override
    public synchronized void remove(NetworkName name) {
        @Nullable Wire wire = wires.get(name);
        if (wire != null) {
            requireOurs("remove", wire);
            wires.remove(name);
            save();
        }
    }

    @Override
    public synchronized void reserve(NetworkName name, Reservation reservation) {
        Wire wire = get(name);
        if (wire.spec.handsOut().isEmpty()) {
            throw new NetworkRefused("reserve an address in", name, "it has no DHCP server");
        }
        boolean taken = wire.reservations.values().stream()
                .anyMatch(other -> other.address().equals(reservation.address())
                        && !other.mac().equals(reservation.mac()));
        if (taken) {
            throw new NetworkRefused(
                    "reserve an address in", name, reservation.address().getHostAddress() + " is another machine's");
        }
        wire.reservations.put(reservation.mac(), reservation);
    }

    @Override
    public synchronized void release(NetworkName name, MacAddress mac) {
        @Nullable Wire wire = wires.get(name);
        if (wire != null) {
            wire.reservations.remove(mac);
        }
    }

    @Override
    public synchronized List<Lease> leases(NetworkName name) {
        @Nullable Wire wire = wires.get(name);
        return wire == null ? List.of() : List.copyOf(wire.leases.values()).reversed();
    }

    /** A guest's card comes up and asks for an address. */
    synchronized void plug(NetworkName name, MacAddress mac, String hostName) {
        @Nullable Wire wire = wires.get(name);
        if (wire == null || wire.spec.handsOut().isEmpty()) {
            return;
        }
        Optional<Inet4Address> address = Optional.ofNullable(wire.reservations.get(mac))
                .map(Reservation::address)
                .or(() -> free(wire, wire.spec.handsOut().get()));
        address.ifPresent(given -> wire.leases.put(mac, new Lease(mac, given, Optional.of(hostName), Instant.MAX)));
    }

    synchronized void unplug(NetworkName name, MacAddress mac) {
        @Nullable Wire wire = wires.get(name);
        if (wire != null) {
            wire.leases.remove(mac);
        }
    }

    private static Optional<Inet4Address> free(Wire wire, DhcpRange range) {
        Subnet subnet = wire.spec.subnet().orElseThrow();
        for (int offset = 1; offset < 1 << (32 - subnet.prefix()); offset++) {
            Inet4Address candidate = subnet.host(offset);
            boolean handedOut = range.contains(candidate);
            boolean used = wire.leases.values().stream()
                            .anyMatch(lease -> lease.address().equals(candidate))
                    || wire.reservations.values().stream()
                            .anyMatch(kept -> kept.address().equals(candidate));
            if (handedOut && !used) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    private Wire get(NetworkName name) {
        @Nullable Wire wire = wires.get(name);
        if (wire == null) {
            throw new NetworkUnknown(name);
        }
        return wire;
    }

    private static void requireOurs(String action, Wire wire) {
        if (!wire.ours) {
            throw new NetworkForeign(action, wire.spec.name());
        }
    }

    private static Network describe(Wire wire) {
        NetworkSpec spec = wire.spec;
        return new Network(
                spec.name(),
                UUID.nameUUIDFromBytes(spec.name().value().getBytes(StandardCharsets.UTF_8))
                        .toString(),
                wire.active,
                true,
                spec.autostart(),
                wire.ours,
                Optional.of(spec.mode()),
                spec.subnet(),
                spec.hostAddress(),
                spec.handsOut(),
                spec.device(),
                spec.domain(),
                spec.project());
    }

    private void save() {
        ObjectNode tree = SimulatedFiles.object();
        wires.values().stream().filter(wire -> wire.ours).forEach(wire -> {
            NetworkSpec spec = wire.spec;
            ObjectNode network = tree.putObject(spec.name().toString());
            network.put("name", spec.name().toString());
            network.put("mode", spec.mode().label());
            network.put("active", wire.active);
            network.put("autostart", spec.autostart());
            spec.subnet().ifPresent(subnet -> network.put("subnet", subnet.toString()));
            spec.gateway().ifPresent(gateway -> network.put("gateway", gateway.getHostAddress()));
            spec.dhcp()
                    .ifPresent(range -> network.put("dhcpStart", range.start().getHostAddress())
                            .put("dhcpEnd", range.end().getHostAddress()));
            spec.device().ifPresent(device -> network.put("device", device));
            spec.domain().ifPresent(domain -> network.put("domain", domain));
            spec.project().ifPresent(project -> network.put("project", project));
        });
        try {
            SimulatedFiles.write(file, tree);
        } catch (IOException e) {
            throw new NetworkUnavailable("Tried to write %s but failed because %s".formatted(file, e), e);
        }
    }

    private void load(JsonNode network) {
        Optional<Inet4Address> start = address(network, "dhcpStart");
        Optional<Inet4Address> end = address(network, "dhcpEnd");
        NetworkSpec spec = new NetworkSpec(
                new NetworkName(network.path("name").asText()),
                NetworkMode.parse(network.path("mode").asText()).orElseThrow(),
                text(network, "subnet").flatMap(Subnet::parse),
                address(network, "gateway"),
                start.flatMap(first -> end.map(last -> new DhcpRange(first, last))),
                text(network, "device"),
                text(network, "domain"),
                text(network, "project"),
                network.path("autostart").asBoolean());
        wires.put(spec.name(), new Wire(spec, true, network.path("active").asBoolean()));
    }

    private static Optional<Inet4Address> address(JsonNode network, String field) {
        return text(network, field).flatMap(Subnet::address);
    }

    private static Optional<String> text(JsonNode network, String field) {
        return network.path(field).isTextual() ? Optional.of(network.path(field).asText()) : Optional.empty();
    }
}
