package io.vmregistry.daemon.network;

import java.net.Inet4Address;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An IPv4 network, written {@code 192.168.70.0/24}.
 *
 * @param address the network's own address: its host bits are zero
 * @param prefix 8 to 30 bits, so that there is room for a gateway and a guest
 */
public record Subnet(Inet4Address address, int prefix) {

    private static final Pattern CIDR = Pattern.compile("([0-9.]+)/([0-9]{1,2})");
    private static final Pattern ADDRESS = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");

    public Subnet {
        if (prefix < 8 || prefix > 30) {
            throw new IllegalArgumentException("a subnet's prefix is 8 to 30 bits, not " + prefix);
        }
        if ((bits(address) & ~mask(prefix)) != 0) {
            throw new IllegalArgumentException("%s/%d has host bits set".formatted(address.getHostAddress(), prefix));
        }
    }

    /** Empty when the text is no IPv4 network in CIDR notation. */
    public static Optional<Subnet> parse(String text) {
        var matcher = CIDR.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int prefix = Integer.parseInt(matcher.group(2));
        return prefix < 8 || prefix > 30
                ? Optional.empty()
                : address(matcher.group(1))
                        .filter(address -> (bits(address) & ~mask(prefix)) == 0)
                        .map(address -> new Subnet(address, prefix));
    }

    /** The network that an address is in. */
    public static Subnet around(Inet4Address member, int prefix) {
        return new Subnet(of(bits(member) & mask(prefix)), prefix);
    }

    /** An IPv4 address in dotted notation; never asks a name server. */
    public static Optional<Inet4Address> address(String text) {
        if (!ADDRESS.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Inet4Address.ofLiteral(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    public boolean contains(Inet4Address candidate) {
        return (bits(candidate) & mask(prefix)) == bits(address);
    }

    public boolean overlaps(Subnet other) {
        return contains(other.address) || other.contains(address);
    }

    /** The address at an offset from the network's own; 1 is where the gateway usually is. */
    public Inet4Address host(int offset) {
        return of(bits(address) + offset);
    }

    /** The last address that a station may have. */
    public Inet4Address lastHost() {
        return of((bits(address) | ~mask(prefix)) - 1);
    }

    /** The address that many steps from another one. */
    Inet4Address next(Inet4Address from, int steps) {
        return of(bits(from) + steps);
    }

    public Inet4Address netmask() {
        return of(mask(prefix));
    }

    private static int mask(int prefix) {
        return -1 << (32 - prefix);
    }

    private static int bits(Inet4Address address) {
        return ByteBuffer.wrap(address.getAddress()).getInt();
    }

    private static Inet4Address of(int bits) {
        return Inet4Address.ofLiteral(
                "%d.%d.%d.%d".formatted(bits >>> 24 & 0xff, bits >>> 16 & 0xff, bits >>> 8 & 0xff, bits & 0xff));
    }

    @Override
    public String toString() {
        return address.getHostAddress() + "/" + prefix;
    }
}
