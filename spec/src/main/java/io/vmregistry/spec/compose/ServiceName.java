package io.vmregistry.spec.compose;

import io.vmregistry.spec.schema.Format;
import java.util.Optional;

/** A service's name: a DNS label, since guests are called by it. */
public record ServiceName(String value) implements Comparable<ServiceName> {

    public ServiceName {
        if (!Format.DNS_LABEL.accepts(value)) {
            throw new IllegalArgumentException("not a service's name: \"" + value + "\"");
        }
    }

    public static Optional<ServiceName> parse(String text) {
        return Format.DNS_LABEL.accepts(text) ? Optional.of(new ServiceName(text)) : Optional.empty();
    }

    @Override
    public int compareTo(ServiceName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
