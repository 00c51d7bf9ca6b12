package io.vmregistry.daemon.network;

import io.vmregistry.spec.reference.Digest;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** An Ethernet address of one station, in lower case with colons. */
public record MacAddress(String value) implements Comparable<MacAddress> {

    private static final Pattern MAC = Pattern.compile("[0-9a-f]{2}(:[0-9a-f]{2}){5}");

    public MacAddress {
        if (!MAC.matcher(value).matches()) {
            throw new IllegalArgumentException("not a MAC address: \"" + value + "\"");
        }
        if ((Character.digit(value.charAt(1), 16) & 1) == 1) {
            throw new IllegalArgumentException("a multicast MAC address cannot be a machine's: \"" + value + "\"");
        }
    }

    /** Empty when the text is no MAC address or one of a group. */
    public static Optional<MacAddress> parse(String text) {
        String lower = text.toLowerCase(Locale.ROOT).replace('-', ':');
        return MAC.matcher(lower).matches() && (Character.digit(lower.charAt(1), 16) & 1) == 0
                ? Optional.of(new MacAddress(lower))
                : Optional.empty();
    }

    /** The same address for the same seed, within QEMU's prefix 52:54:00. */
    public static MacAddress derivedFrom(String seed) {
        String hex = Digest.of(seed.getBytes(StandardCharsets.UTF_8)).hex();
        return new MacAddress(
                "52:54:00:" + hex.substring(0, 2) + ":" + hex.substring(2, 4) + ":" + hex.substring(4, 6));
    }

    @Override
    public int compareTo(MacAddress other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
