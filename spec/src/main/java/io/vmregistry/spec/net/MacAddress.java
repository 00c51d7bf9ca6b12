package io.vmregistry.spec.net;

import java.util.Optional;
import java.util.regex.Pattern;

/** A network card's address, six octets with colons. Dashes and capitals are read, lower case with colons is written. */
public record MacAddress(long bits) {

    private static final Pattern FORM =
            Pattern.compile("[0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2}){5}|[0-9A-Fa-f]{2}(?:-[0-9A-Fa-f]{2}){5}");
    private static final int OCTETS = 6;
    private static final long MAX = (1L << 48) - 1;

    public MacAddress {
        if (bits < 0 || bits > MAX) {
            throw new IllegalArgumentException("not a MAC address: " + bits);
        }
    }

    /** Empty when the text is no MAC address; multicast and zero addresses are read, see {@link #isAssignable}. */
    public static Optional<MacAddress> parse(String text) {
        if (!FORM.matcher(text).matches()) {
            return Optional.empty();
        }
        return Optional.of(new MacAddress(Long.parseLong(text.replaceAll("[:-]", ""), 16)));
    }

    /** IEEE 802: the first octet's lowest bit marks a group of cards. */
    public boolean isMulticast() {
        return ((bits >>> 40) & 1) == 1;
    }

    /** Whether one card can have it. */
    public boolean isAssignable() {
        return !isMulticast() && bits != 0;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int octet = OCTETS - 1; octet >= 0; octet--) {
            long value = (bits >>> (octet * 8)) & 0xff;
            text.append(Character.forDigit((int) (value >>> 4), 16))
                    .append(Character.forDigit((int) (value & 0xf), 16));
            if (octet > 0) {
                text.append(':');
            }
        }
        return text.toString();
    }
}
