package io.vmregistry.auth.origin;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;

/**
 * Where something was asked for: the address of a client as text, or one of the words {@link #SERVER} and
 * {@link #COMMAND}.
 */
public record Origin(String value) {

    /** Longest text. */
    public static final int MAX_LENGTH = 64;

    /** What the server does by itself. */
    public static final Origin SERVER = new Origin("server");

    /** A subcommand, typed on the machine that has the data. */
    public static final Origin COMMAND = new Origin("command");

    public Origin {
        if (value.isEmpty() || value.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("an origin of %d characters".formatted(value.length()));
        }
    }

    public static Origin of(InetAddress client) {
        String text = client.getHostAddress();
        int scope = text.indexOf('%');
        return new Origin(scope < 0 ? text : text.substring(0, scope));
    }

    /**
     * What one customer of a network provider has: an IPv4 address, or the 64 bits in front of all IPv6 addresses of a
     * network. Who has one of them has them all.
     */
    public String network() {
        try {
            InetAddress address = InetAddress.ofLiteral(value);
            return address instanceof Inet6Address
                    ? Arrays.toString(Arrays.copyOf(address.getAddress(), Long.BYTES))
                    : value;
        } catch (IllegalArgumentException e) {
            return value;
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
