package io.vmregistry.spec.compose;

import io.vmregistry.spec.schema.Format;
import java.util.Optional;

/** A network's name in its file. */
public record NetworkName(String value) implements Comparable<NetworkName> {

    public NetworkName {
        if (!Format.RESOURCE_NAME.accepts(value)) {
            throw new IllegalArgumentException("not a network's name: \"" + value + "\"");
        }
    }

    public static Optional<NetworkName> parse(String text) {
        return Format.RESOURCE_NAME.accepts(text) ? Optional.of(new NetworkName(text)) : Optional.empty();
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
