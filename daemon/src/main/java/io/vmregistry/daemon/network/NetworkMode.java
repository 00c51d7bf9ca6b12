package io.vmregistry.daemon.network;

import java.util.Optional;

/** How a virtual network reaches the world. */
public enum NetworkMode {
    NAT("nat"),
    ISOLATED("isolated"),
    ROUTED("routed"),
    OPEN("open"),
    BRIDGE("bridge"),
    MACVTAP("macvtap");

    private final String label;

    NetworkMode(String label) {
        this.label = label;
    }

    /** The word in VMCompose files and in the daemon's protocol. */
    public String label() {
        return label;
    }

    /** Whether the host answers on it with an address of its own, and with DHCP. */
    public boolean hostIsGateway() {
        return switch (this) {
            case NAT, ISOLATED, ROUTED, OPEN -> true;
            case BRIDGE, MACVTAP -> false;
        };
    }

    /** Accepts {@code bridged} and {@code route} as well, which other tools write. */
    public static Optional<NetworkMode> parse(String text) {
        return switch (text) {
            case "nat" -> Optional.of(NAT);
            case "isolated" -> Optional.of(ISOLATED);
            case "routed", "route" -> Optional.of(ROUTED);
            case "open" -> Optional.of(OPEN);
            case "bridge", "bridged" -> Optional.of(BRIDGE);
            case "macvtap" -> Optional.of(MACVTAP);
            default -> Optional.empty();
        };
    }
}
