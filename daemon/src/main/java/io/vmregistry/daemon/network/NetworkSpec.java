package io.vmregistry.daemon.network;

import java.net.Inet4Address;
import java.util.Optional;

/**
 * A network as somebody wants it.
 *
 * @param subnet required where the host is the gateway, that is everywhere but {@code bridge} and {@code macvtap}
 * @param gateway the host's address in the subnet; without one, its first
 * @param dhcp without one, nat, isolated and routed networks hand out what the subnet has; open ones nothing
 * @param device the existing bridge, or for {@code macvtap} the host's network card
 * @param project the compose project that it belongs to
 */
public record NetworkSpec(
        NetworkName name,
        NetworkMode mode,
        Optional<Subnet> subnet,
        Optional<Inet4Address> gateway,
        Optional<DhcpRange> dhcp,
        Optional<String> device,
        Optional<String> domain,
        Optional<String> project,
        boolean autostart) {

    public NetworkSpec {
        if (mode.hostIsGateway()) {
            Subnet within = subnet.orElseThrow(() -> new IllegalArgumentException(
                    "network \"%s\" is %s and needs a subnet, such as 192.168.70.0/24".formatted(name, mode.label())));
            gateway.ifPresent(address -> requireInside(within, "gateway", address));
            dhcp.ifPresent(range -> {
                requireInside(within, "first DHCP address", range.start());
                requireInside(within, "last DHCP address", range.end());
            });
        } else if (device.isEmpty()) {
            throw new IllegalArgumentException("network \"%s\" is %s and needs the name of %s"
                    .formatted(name, mode.label(), mode == NetworkMode.BRIDGE ? "a bridge" : "a network card"));
        }
    }

    public static NetworkSpec of(NetworkName name, NetworkMode mode, Subnet subnet) {
        return new NetworkSpec(
                name,
                mode,
                Optional.of(subnet),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false);
    }

    /** The host's own address on it, where it has one. */
    public Optional<Inet4Address> hostAddress() {
        return mode.hostIsGateway() ? subnet.map(within -> gateway.orElse(within.host(1))) : Optional.empty();
    }

    /** What its DHCP server hands out, where it has one. */
    public Optional<DhcpRange> handsOut() {
        return switch (mode) {
            case NAT, ISOLATED, ROUTED ->
                dhcp.or(() -> subnet.map(within -> DhcpRange.within(within, gateway.orElse(within.host(1)))));
            case OPEN -> dhcp;
            case BRIDGE, MACVTAP -> Optional.empty();
        };
    }

    private static void requireInside(Subnet subnet, String what, Inet4Address address) {
        if (!subnet.contains(address)) {
            throw new IllegalArgumentException(
                    "the %s %s is not in the subnet %s".formatted(what, address.getHostAddress(), subnet));
        }
    }
}
