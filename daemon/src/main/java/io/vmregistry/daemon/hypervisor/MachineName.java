package io.vmregistry.daemon.hypervisor;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** A machine's name on its host, which is its host name as well: a DNS label of RFC 1123, at most 63 characters. */
public record MachineName(String value) implements Comparable<MachineName> {

    public static final int MAX_LENGTH = 63;

    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern FOREIGN = Pattern.compile("[^a-z0-9]+");
    private static final Pattern EDGES = Pattern.compile("^-+|-+$");

    public MachineName {
        if (!LABEL.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "not a machine's name (1 to 63 of a-z, 0-9 and -, not at the ends): \"" + value + "\"");
        }
    }

    public static Optional<MachineName> parse(String text) {
        return LABEL.matcher(text).matches() ? Optional.of(new MachineName(text)) : Optional.empty();
    }

    /** The nearest name to any text: foreign characters become {@code -}; nothing usable becomes {@code vm}. */
    public static MachineName resembling(String text) {
        String label = FOREIGN.matcher(text.toLowerCase(Locale.ROOT)).replaceAll("-");
        String cut = label.length() > MAX_LENGTH ? label.substring(0, MAX_LENGTH) : label;
        String trimmed = EDGES.matcher(cut).replaceAll("");
        return new MachineName(trimmed.isEmpty() ? "vm" : trimmed);
    }

    /** This name with a number behind it, shortened where it would get too long. */
    public MachineName numbered(int number) {
        String suffix = "-" + number;
        int room = MAX_LENGTH - suffix.length();
        return resembling((value.length() > room ? value.substring(0, room) : value) + suffix);
    }

    @Override
    public int compareTo(MachineName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
