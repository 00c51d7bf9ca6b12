package io.vmregistry.spec.compose;

import java.util.Optional;

/** How a network is joined to the world. */
public enum NetworkMode {
    NAT("nat"),
    ISOLATED("isolated"),
    ROUTED("routed"),
    BRIDGE("bridge"),
    OPEN("open"),
    MACVTAP("macvtap");

    private final String label;

    NetworkMode(String label) {
        this.label = label;
    }

    /** The word in the file. */
    public String label() {
        return label;
    }

    /** Whether the guests join a device of the host, whose addresses are not this project's. */
    public boolean joinsHostDevice() {
        return this == BRIDGE || this == MACVTAP;
    }

    /** Reads {@code bridged} as {@code bridge}. */
    public static Optional<NetworkMode> parse(String text) {
        for (NetworkMode mode : values()) {
            if (mode.label.equals(text)) {
                return Optional.of(mode);
            }
        }
        return text.equals("bridged") ? Optional.of(BRIDGE) : Optional.empty();
    }
}
