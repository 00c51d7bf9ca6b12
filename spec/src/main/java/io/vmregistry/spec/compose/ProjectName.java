package io.vmregistry.spec.compose;

import io.vmregistry.spec.schema.Format;
import java.util.Locale;
import java.util.Optional;

/** A project's name: what its machines, networks and volumes are called by on the host. */
public record ProjectName(String value) implements Comparable<ProjectName> {

    private static final int MAX_LENGTH = 63;

    public ProjectName {
        if (!Format.PROJECT_NAME.accepts(value)) {
            throw new IllegalArgumentException("not a project's name: \"" + value + "\"");
        }
    }

    public static Optional<ProjectName> parse(String text) {
        return Format.PROJECT_NAME.accepts(text) ? Optional.of(new ProjectName(text)) : Optional.empty();
    }

    /** The name that a folder gives: capitals become small, what no name can have is left out. Empty when nothing is left. */
    public static Optional<ProjectName> from(String folderName) {
        String cleaned = folderName
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9_-]", "")
                .replaceAll("^[_-]+", "");
        return parse(cleaned.length() > MAX_LENGTH ? cleaned.substring(0, MAX_LENGTH) : cleaned);
    }

    @Override
    public int compareTo(ProjectName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
