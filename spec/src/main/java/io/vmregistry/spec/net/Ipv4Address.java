package io.vmregistry.spec.net;

import java.util.Optional;

/** An IPv4 address in dotted decimal. Leading zeros are refused: some readers take them for octal. */
public record Ipv4Address(int bits) implements Comparable<Ipv4Address> {

    public static final Ipv4Address ANY = new Ipv4Address(0);

    private static final int OCTETS = 4;
    private static final int LONGEST = "255.255.255.255".length();

    /** Empty when the text is no address. */
    public static Optional<Ipv4Address> parse(String text) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        String[] parts = text.split("\\.", -1);
        if (parts.length != OCTETS) {
            return Optional.empty();
        }
        int bits = 0;
        for (String part : parts) {
            int octet = octet(part);
            if (octet < 0) {
                return Optional.empty();
            }
            bits = (bits << 8) | octet;
        }
        return Optional.of(new Ipv4Address(bits));
    }

    private static int octet(String part) {
        if (part.isEmpty() || part.length() > 3 || (part.length() > 1 && part.charAt(0) == '0')) {
            return -1;
        }
        int value = 0;
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            value = value * 10 + (c - '0');
        }
        return value > 255 ? -1 : value;
    }

    /** The address as a number from 0 to 2^32 - 1. */
    public long toLong() {
        return Integer.toUnsignedLong(bits);
    }

    public Ipv4Address plus(int offset) {
        return new Ipv4Address(bits + offset);
    }

    @Override
    public int compareTo(Ipv4Address other) {
        return Integer.compareUnsigned(bits, other.bits);
    }

    @Override
    public String toString() {
        return (bits >>> 24) + "." + ((bits >>> 16) & 0xff) + "." + ((bits >>> 8) & 0xff) + "." + (bits & 0xff);
    }
}
