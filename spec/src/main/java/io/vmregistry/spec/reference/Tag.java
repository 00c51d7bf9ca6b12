package io.vmregistry.spec.reference;

import java.util.Optional;
import java.util.regex.Pattern;

/** A tag as the OCI distribution specification writes it: {@code [a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}}. */
public record Tag(String value) implements Comparable<Tag> {

    private static final Pattern TAG = Pattern.compile("[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}");

    /** What a reference without a tag means. */
    public static final Tag LATEST = new Tag("latest");

    public Tag {
        if (!TAG.matcher(value).matches()) {
            throw new IllegalArgumentException("not a tag: \"" + value + "\"");
        }
    }

    public static Optional<Tag> parse(String text) {
        return TAG.matcher(text).matches() ? Optional.of(new Tag(text)) : Optional.empty();
    }

    @Override
    public int compareTo(Tag other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
