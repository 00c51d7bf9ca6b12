package io.vmregistry.spec.compose;

import io.vmregistry.spec.diagnostic.Code;
import io.vmregistry.spec.diagnostic.Findings;
import io.vmregistry.spec.diagnostic.Related;
import io.vmregistry.spec.net.Ipv4Address;
import io.vmregistry.spec.net.MacAddress;
import io.vmregistry.spec.net.Subnet;
import io.vmregistry.spec.schema.Guesses;
import io.vmregistry.spec.schema.Keys;
import io.vmregistry.spec.text.TextRange;
import io.vmregistry.spec.yaml.YamlNode;
import io.vmregistry.spec.yaml.YamlNode.Entry;
import io.vmregistry.spec.yaml.YamlNode.Scalar;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Networks and the cards in them: modes, subnets, gateways, addresses. */
final class NetworkCheck {

    private static final List<String> ADDRESSING_KEYS = List.of("subnet", "gateway", "dhcp", "domain");
    private static final List<String> DEFINING_KEYS = List.of("mode", "subnet", "gateway", "dhcp", "domain", "bridge");
    private static final int SHORTEST_PREFIX = 8;
    private static final int LONGEST_PREFIX = 30;

    private final boolean whole;
    private final Findings findings;
    private final Guesses guesses = new Guesses();
    private final Map<String, Definition> defined = new LinkedHashMap<>();
    private final Set<String> used = new HashSet<>();
    private final Map<Place, TextRange> addresses = new HashMap<>();
    private final Map<MacAddress, TextRange> cards = new HashMap<>();

    NetworkCheck(Keys root, boolean whole, Findings findings) {
        this.whole = whole;
        this.findings = findings;
        root.entries("networks").forEach(entry -> defined.put(entry.name(), Definition.of(entry)));
    }

    /** What can be said of a network before its users are looked at. */
    private record Definition(
            Entry entry,
            Keys keys,
            boolean external,
            NetworkMode mode,
            Optional<Subnet> subnet,
            Optional<Ipv4Address> gateway) {

        static Definition of(Entry entry) {
            Keys keys = Keys.of(entry.value());
            Optional<Subnet> subnet = keys.value("subnet", Subnet::parse);
            Optional<Ipv4Address> gateway =
                    keys.value("gateway", Ipv4Address::parse).or(() -> subnet.map(Subnet::firstHost));
            NetworkMode mode = keys.value("mode", NetworkMode::parse).orElse(NetworkMode.NAT);
            return new Definition(entry, keys, keys.flag("external"), mode, subnet, gateway);
        }

        boolean ownsAddresses() {
            return !external && !mode.joinsHostDevice();
        }

        String name() {
            return entry.name();
        }
    }

    void checkDefinitions() {
        for (Definition network : defined.values()) {
            if (network.external()) {
                ExternalCheck.check("network", network.entry(), DEFINING_KEYS, findings);
                continue;
            }
            ExternalCheck.checkNameless("network", network.entry(), findings);
            checkMode(network);
            if (network.ownsAddresses()) {
                checkAddressing(network);
            }
        }
        checkOverlaps();
    }

    private void checkMode(Definition network) {
        Keys keys = network.keys();
        String mode = network.mode().label();
        if (!network.mode().joinsHostDevice()) {
            keys.entry("bridge")
                    .ifPresent(entry -> findings.add(
                            Code.NETWORK_MODE,
                            entry.key().range(),
                            "a network with mode %s has no bridge of the host".formatted(mode),
                            "write mode: bridge, or remove bridge"));
            return;
        }
        if (!keys.has("bridge") && whole) {
            findings.add(
                    Code.NETWORK_MODE,
                    network.entry().key().range(),
                    "network \"%s\" has mode %s and names no %s of the host"
                            .formatted(
                                    network.name(),
                                    mode,
                                    network.mode() == NetworkMode.BRIDGE ? "bridge" : "interface"),
                    "add bridge: " + (network.mode() == NetworkMode.BRIDGE ? "br0" : "eth0"));
        }
        for (String key : ADDRESSING_KEYS) {
            keys.entry(key)
                    .ifPresent(entry -> findings.add(
                            Code.NETWORK_MODE,
                            entry.key().range(),
                            "a network with mode %s has no %s of its own".formatted(mode, key),
                            "remove " + key + ", or choose another mode"));
        }
    }

    private void checkAddressing(Definition network) {
        Optional<Scalar> gateway = network.keys().scalar("gateway");
        Optional<Ipv4Address> given = network.keys().value("gateway", Ipv4Address::parse);
        if (network.subnet().isEmpty()) {
            if (whole && !network.keys().has("subnet")) {
                given.ifPresent(address -> findings.add(
                        Code.GATEWAY,
                        gateway.orElseThrow().range(),
                        "network \"%s\" has a gateway and no subnet".formatted(network.name()),
                        "add subnet: %s"
                                .formatted(Subnet.parseAny(address + "/24").orElseThrow())));
                network.keys()
                        .entry("dhcp")
                        .ifPresent(entry -> findings.add(
                                Code.DHCP_RANGE,
                                entry.key().range(),
                                "network \"%s\" has a DHCP range and no subnet".formatted(network.name()),
                                "add the subnet"));
            }
            return;
        }
        Subnet subnet = network.subnet().get();
        int prefix = subnet.prefixLength();
        if (prefix < SHORTEST_PREFIX || prefix > LONGEST_PREFIX) {
            findings.add(
                    Code.COMPOSE_OUT_OF_RANGE,
                    network.keys().scalar("subnet").orElseThrow().range(),
                    "the subnet %s has a prefix of %d".formatted(subnet, prefix),
                    "a prefix is from %d to %d".formatted(SHORTEST_PREFIX, LONGEST_PREFIX));
            return;
        }
        if (given.isPresent() && !subnet.hasHost(given.get())) {
            findings.add(
                    Code.GATEWAY,
                    gateway.orElseThrow().range(),
                    "the gateway %s is no host's address in %s".formatted(given.get(), subnet),
                    "choose one from %s to %s".formatted(subnet.firstHost(), subnet.lastHost()));
        }
        checkDhcp(network, subnet);
    }

    private void checkDhcp(Definition network, Subnet subnet) {
        Keys dhcp = network.keys().keys("dhcp");
        Optional<Ipv4Address> start = dhcp.value("start", Ipv4Address::parse);
        Optional<Ipv4Address> end = dhcp.value("end", Ipv4Address::parse);
        boolean inside = true;
        for (String key : List.of("start", "end")) {
            Optional<Ipv4Address> address = dhcp.value(key, Ipv4Address::parse);
            if (address.isPresent() && !subnet.hasHost(address.get())) {
                inside = false;
                findings.add(
                        Code.DHCP_RANGE,
                        dhcp.scalar(key).orElseThrow().range(),
                        "the DHCP range's %s %s is no host's address in %s".formatted(key, address.get(), subnet),
                        "choose one from %s to %s".formatted(subnet.firstHost(), subnet.lastHost()));
            }
        }
        if (!inside || start.isEmpty() || end.isEmpty()) {
            return;
        }
        if (end.get().compareTo(start.get()) < 0) {
            findings.add(
                    Code.DHCP_RANGE,
                    dhcp.scalar("end").orElseThrow().range(),
                    "the DHCP range ends at %s, before it starts at %s".formatted(end.get(), start.get()),
                    "exchange start and end");
        } else if (network.gateway()
                .filter(address -> start.get().compareTo(address) <= 0 && address.compareTo(end.get()) <= 0)
                .isPresent()) {
            findings.add(
                    Code.DHCP_RANGE,
                    dhcp.scalar("start").orElseThrow().range(),
                    "the DHCP range holds the gateway %s"
                            .formatted(network.gateway().get()),
                    "start behind it");
        }
    }

    /** Subnets are nested or apart, so in the order of their addresses it is enough to remember the widest. */
    private void checkOverlaps() {
        List<Definition> sorted = new ArrayList<>();
        for (Definition network : defined.values()) {
            if (network.ownsAddresses() && network.subnet().isPresent()) {
                sorted.add(network);
            }
        }
        sorted.sort(
                Comparator.comparing((Definition network) -> subnetOf(network).network())
                        .thenComparingInt(network -> subnetOf(network).prefixLength()));
        Optional<Definition> widest = Optional.empty();
        for (Definition network : sorted) {
            if (widest.isEmpty() || !subnetOf(widest.get()).overlaps(subnetOf(network))) {
                widest = Optional.of(network);
                continue;
            }
            reportOverlap(widest.get(), network);
        }
    }

    private void reportOverlap(Definition a, Definition b) {
        TextRange first = a.keys().scalar("subnet").orElseThrow().range();
        TextRange second = b.keys().scalar("subnet").orElseThrow().range();
        boolean inOrder = first.start().compareTo(second.start()) <= 0;
        Definition earlier = inOrder ? a : b;
        Definition later = inOrder ? b : a;
        findings.add(
                Code.SUBNETS_OVERLAP,
                inOrder ? second : first,
                "the subnet %s of \"%s\" overlaps %s of \"%s\""
                        .formatted(subnetOf(later), later.name(), subnetOf(earlier), earlier.name()),
                "give each network addresses of its own",
                new Related(inOrder ? first : second, "the other subnet"));
    }

    private static Subnet subnetOf(Definition network) {
        return network.subnet().orElseThrow();
    }

    void checkService(String service, Keys keys) {
        Map<String, TextRange> joined = new HashMap<>();
        int replicas = Replicas.of(keys);
        for (YamlNode item : keys.items("networks")) {
            Keys attachment = Keys.of(item);
            checkMac(service, attachment, replicas);
            attachment.scalar("staticIp").ifPresent(scalar -> checkReplicas(service, "staticIp", scalar, replicas));
            Optional<Scalar> name = attachment.scalar("name");
            if (name.isEmpty()) {
                continue;
            }
            TextRange earlier = joined.putIfAbsent(name.get().text(), name.get().range());
            if (earlier != null) {
                findings.add(
                        Code.NETWORK_TWICE,
                        name.get().range(),
                        "\"%s\" joins the network \"%s\" twice"
                                .formatted(service, name.get().text()),
                        "remove one of the two",
                        new Related(earlier, "the first"));
            }
            checkAttachment(service, name.get(), attachment);
        }
    }

    private void checkAttachment(String service, Scalar name, Keys attachment) {
        Definition network = defined.get(name.text());
        if (network == null) {
            reportUnknown(service, name);
            return;
        }
        used.add(name.text());
        attachment
                .value("staticIp", Ipv4Address::parse)
                .ifPresent(address -> checkStatic(
                        network, address, attachment.scalar("staticIp").orElseThrow()));
        Optional<Ipv4Address> gateway = attachment.value("gateway", Ipv4Address::parse);
        if (network.ownsAddresses()
                && gateway.isPresent()
                && network.subnet()
                        .filter(subnet -> !subnet.hasHost(gateway.get()))
                        .isPresent()) {
            findings.add(
                    Code.GATEWAY,
                    attachment.scalar("gateway").orElseThrow().range(),
                    "the gateway %s is no host's address in %s of \"%s\""
                            .formatted(gateway.get(), subnetOf(network), network.name()),
                    "remove it to use the network's own");
        }
    }

    private void reportUnknown(String service, Scalar name) {
        if (whole) {
            findings.add(
                    Code.NETWORK_UNKNOWN,
                    name.range(),
                    "\"%s\" joins the network \"%s\", which the file does not have".formatted(service, name.text()),
                    guesses.nearest(name.text(), defined.keySet())
                            .map("did you mean %s?"::formatted)
                            .orElse("define it under networks"));
        }
    }

    private void checkStatic(Definition network, Ipv4Address address, Scalar scalar) {
        if (network.ownsAddresses()) {
            checkInSubnet(network, address, scalar);
        }
        TextRange earlier = addresses.putIfAbsent(new Place(network.name(), address), scalar.range());
        if (earlier != null) {
            findings.add(
                    Code.ADDRESS_TWICE,
                    scalar.range(),
                    "%s is given twice in \"%s\"".formatted(address, network.name()),
                    "choose another address",
                    new Related(earlier, "the first"));
        }
    }

    private void checkInSubnet(Definition network, Ipv4Address address, Scalar scalar) {
        if (network.subnet().isEmpty()) {
            if (whole && !network.keys().has("subnet")) {
                findings.add(
                        Code.STATIC_WITHOUT_SUBNET,
                        scalar.range(),
                        "%s is fixed, but the network \"%s\" has no subnet".formatted(address, network.name()),
                        "add subnet: %s to the network"
                                .formatted(Subnet.parseAny(address + "/24").orElseThrow()),
                        new Related(network.entry().key().range(), "the network"));
            }
            return;
        }
        Subnet subnet = subnetOf(network);
        if (!subnet.hasHost(address)) {
            findings.add(
                    Code.ADDRESS_OUTSIDE_SUBNET,
                    scalar.range(),
                    "%s is no host's address in %s of \"%s\"".formatted(address, subnet, network.name()),
                    "choose one from %s to %s".formatted(subnet.firstHost(), subnet.lastHost()),
                    new Related(network.keys().scalar("subnet").orElseThrow().range(), "the subnet"));
        } else if (network.gateway().filter(address::equals).isPresent()) {
            findings.add(
                    Code.GATEWAY,
                    scalar.range(),
                    "%s is the gateway of \"%s\"".formatted(address, network.name()),
                    "choose another address",
                    new Related(network.entry().key().range(), "the network"));
        }
    }

    private void checkMac(String service, Keys attachment, int replicas) {
        Optional<Scalar> scalar = attachment.scalar("mac");
        Optional<MacAddress> mac = attachment.value("mac", MacAddress::parse).filter(MacAddress::isAssignable);
        if (scalar.isEmpty() || mac.isEmpty()) {
            return;
        }
        checkReplicas(service, "mac", scalar.get(), replicas);
        TextRange earlier = cards.putIfAbsent(mac.get(), scalar.get().range());
        if (earlier != null) {
            findings.add(
                    Code.MAC_TWICE,
                    scalar.get().range(),
                    "the MAC address %s is given twice".formatted(mac.get()),
                    "change one, or remove both",
                    new Related(earlier, "the first"));
        }
    }

    private void checkReplicas(String service, String key, Scalar scalar, int replicas) {
        if (replicas > 1) {
            findings.add(
                    Code.REPLICAS,
                    scalar.range(),
                    "\"%s\" has %d replicas, %s can serve one only".formatted(service, replicas, key),
                    "write replicas: 1, or remove " + key);
        }
    }

    void checkUse() {
        if (!whole) {
            return;
        }
        for (Definition network : defined.values()) {
            if (!used.contains(network.name())) {
                findings.add(
                        Code.NETWORK_UNUSED,
                        network.entry().key().range(),
                        "no service joins the network \"%s\"".formatted(network.name()),
                        "remove it, or join it from a service");
            }
        }
    }

    private record Place(String network, Ipv4Address address) {}
}
