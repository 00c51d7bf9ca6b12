package io.vmregistry.daemon.network;

import java.util.Optional;
import java.util.regex.Pattern;

/** A virtual network's name on its host: a letter or digit, then letters, digits, {@code _ . -}; at most 63. */
public record NetworkName(String value) implements Comparable<NetworkName> {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,62}");

    /** The network that libvirt's packages define, which machines take when no other is named. */
    public static final NetworkName DEFAULT = new NetworkName("default");

    public NetworkName {
        if (!NAME.matcher(value).matches()) {
            throw new IllegalArgumentException("not a network's name: \"" + value + "\"");
        }
    }

    public static Optional<NetworkName> parse(String text) {
        return NAME.matcher(text).matches() ? Optional.of(new NetworkName(text)) : Optional.empty();
    }

    @Override
    public int compareTo(NetworkName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
