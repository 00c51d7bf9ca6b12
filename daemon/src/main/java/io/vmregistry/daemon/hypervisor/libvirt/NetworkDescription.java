package io.vmregistry.daemon.hypervisor.libvirt;

import io.vmregistry.daemon.network.DhcpRange;
import io.vmregistry.daemon.network.Network;
import io.vmregistry.daemon.network.NetworkMode;
import io.vmregistry.daemon.network.NetworkName;
import io.vmregistry.daemon.network.Subnet;
import java.net.Inet4Address;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Reads what libvirt says of a network, ours or not. */
final class NetworkDescription {

    private NetworkDescription() {}

    static Network of(XmlTree network, boolean active, boolean persistent, boolean autostart) {
        Optional<XmlTree> mark = network.all("metadata", Mark.NETWORK).stream()
                .filter(element -> element.namespace().equals(Mark.NAMESPACE))
                .findFirst();
        Optional<XmlTree> ip = network.all("ip").stream()
                .filter(element -> Subnet.address(element.attribute("address")).isPresent())
                .findFirst();
        return new Network(
                new NetworkName(network.first("name").map(XmlTree::text).orElse("")),
                network.first("uuid").map(XmlTree::text).orElse(""),
                active,
                persistent,
                autostart,
                mark.isPresent(),
                mode(network),
                ip.flatMap(NetworkDescription::subnet),
                ip.flatMap(element -> Subnet.address(element.attribute("address"))),
                ip.flatMap(NetworkDescription::range),
                device(network),
                given(network.attribute("domain", "name")),
                mark.flatMap(element -> given(element.attribute("project"))));
    }

    private static Optional<NetworkMode> mode(XmlTree network) {
        Optional<XmlTree> forward = network.first("forward");
        if (forward.isEmpty()) {
            return Optional.of(NetworkMode.ISOLATED);
        }
        return switch (forward.get().attribute("mode")) {
            case "", "nat" -> Optional.of(NetworkMode.NAT);
            case "route" -> Optional.of(NetworkMode.ROUTED);
            case "open" -> Optional.of(NetworkMode.OPEN);
            case "bridge" ->
                Optional.of(network.first("bridge").isPresent() ? NetworkMode.BRIDGE : NetworkMode.MACVTAP);
            default -> Optional.empty();
        };
    }

    /** The bridge, or the network card below a macvtap network. */
    private static Optional<String> device(XmlTree network) {
        String bridge = network.attribute("bridge", "name");
        return bridge.isEmpty()
                ? network.all("forward", "interface").stream().findFirst().flatMap(card -> given(card.attribute("dev")))
                : Optional.of(bridge);
    }

    private static Optional<Subnet> subnet(XmlTree ip) {
        return Subnet.address(ip.attribute("address")).flatMap(address -> {
            int prefix = prefix(ip);
            return prefix < 8 || prefix > 30 ? Optional.empty() : Optional.of(Subnet.around(address, prefix));
        });
    }

    private static int prefix(XmlTree ip) {
        String prefix = ip.attribute("prefix");
        if (!prefix.isEmpty()) {
            return Integer.parseInt(prefix);
        }
        return Subnet.address(ip.attribute("netmask"))
                .map(mask -> Integer.bitCount(ByteBuffer.wrap(mask.getAddress()).getInt()))
                .orElse(0);
    }

    private static Optional<DhcpRange> range(XmlTree ip) {
        return ip.all("dhcp", "range").stream().findFirst().flatMap(range -> {
            Optional<Inet4Address> start = Subnet.address(range.attribute("start"));
            Optional<Inet4Address> end = Subnet.address(range.attribute("end"));
            return start.isPresent() && end.isPresent()
                    ? Optional.of(new DhcpRange(start.get(), end.get()))
                    : Optional.empty();
        });
    }

    private static Optional<String> given(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }
}
