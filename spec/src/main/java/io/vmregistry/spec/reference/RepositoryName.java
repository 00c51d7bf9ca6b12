package io.vmregistry.spec.reference;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A repository's name, {@code segment(/segment)*}, as the OCI distribution specification writes it ("Pulling manifests"):
 * lower-case letters, digits and single separators ({@code .}, {@code _}, {@code __}, dashes), at most 255 characters.
 * A name in hand is safe as a relative path: it has no empty segment, no {@code .} and no {@code ..}.
 */
public record RepositoryName(String value) implements Comparable<RepositoryName> {

    /** Longest name, in characters. */
    public static final int MAX_LENGTH = 255;

    private static final String SEGMENT = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*+";
    private static final Pattern NAME = Pattern.compile(SEGMENT + "(?:/" + SEGMENT + ")*+");

    public RepositoryName {
        if (!isName(value)) {
            throw new IllegalArgumentException("not a repository name: \"" + value + "\"");
        }
    }

    public static Optional<RepositoryName> parse(String text) {
        return isName(text) ? Optional.of(new RepositoryName(text)) : Optional.empty();
    }

    private static boolean isName(String text) {
        return text.length() <= MAX_LENGTH && NAME.matcher(text).matches();
    }

    @Override
    public int compareTo(RepositoryName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
