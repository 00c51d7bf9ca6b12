package io.vmregistry.spec.compose;

import io.vmregistry.spec.schema.Format;
import java.util.Optional;

/** A volume's name in its file. */
public record VolumeName(String value) implements Comparable<VolumeName> {

    public VolumeName {
        if (!Format.RESOURCE_NAME.accepts(value)) {
            throw new IllegalArgumentException("not a volume's name: \"" + value + "\"");
        }
    }

    public static Optional<VolumeName> parse(String text) {
        return Format.RESOURCE_NAME.accepts(text) ? Optional.of(new VolumeName(text)) : Optional.empty();
    }

    @Override
    public int compareTo(VolumeName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
