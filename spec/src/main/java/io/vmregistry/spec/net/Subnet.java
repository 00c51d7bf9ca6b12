package io.vmregistry.spec.net;

import java.util.Optional;

/**
 * An IPv4 subnet, {@code 192.168.70.0/24}. The address has no bits set behind the prefix: {@code 192.168.70.1/24} is an
 * address in a subnet, not a subnet.
 */
public record Subnet(Ipv4Address network, int prefixLength) {

    private static final int BITS = 32;
    /** The longest prefix that still has hosts beside the network's and the broadcast address. */
    private static final int LONGEST_WITH_HOSTS = 30;

    public Subnet {
        if (prefixLength < 0 || prefixLength > BITS || (network.bits() & ~mask(prefixLength)) != 0) {
            throw new IllegalArgumentException("not a subnet: " + network + "/" + prefixLength);
        }
    }

    /** Empty when the text is no subnet, also when bits are set behind the prefix. */
    public static Optional<Subnet> parse(String text) {
        return parseAny(text).filter(subnet -> subnet.toString().equals(text));
    }

    /** The subnet in which {@code address/prefix} lies. */
    public static Optional<Subnet> parseAny(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            return Optional.empty();
        }
        String length = text.substring(slash + 1);
        if (!length.matches("[0-9]|[12][0-9]|3[0-2]")) {
            return Optional.empty();
        }
        int prefix = Integer.parseInt(length);
        return Ipv4Address.parse(text.substring(0, slash))
                .map(address -> new Subnet(new Ipv4Address(address.bits() & mask(prefix)), prefix));
    }

    private static int mask(int prefixLength) {
        return prefixLength == 0 ? 0 : -1 << (BITS - prefixLength);
    }

    public Ipv4Address netmask() {
        return new Ipv4Address(mask(prefixLength));
    }

    public Ipv4Address broadcast() {
        return new Ipv4Address(network.bits() | ~mask(prefixLength));
    }

    public Ipv4Address firstHost() {
        return prefixLength > LONGEST_WITH_HOSTS ? network : network.plus(1);
    }

    public Ipv4Address lastHost() {
        return prefixLength > LONGEST_WITH_HOSTS ? broadcast() : broadcast().plus(-1);
    }

    public boolean contains(Ipv4Address address) {
        return (address.bits() & mask(prefixLength)) == network.bits();
    }

    /** Inside, and neither the network's own nor the broadcast address. */
    public boolean hasHost(Ipv4Address address) {
        return contains(address) && firstHost().compareTo(address) <= 0 && address.compareTo(lastHost()) <= 0;
    }

    public boolean overlaps(Subnet other) {
        return contains(other.network) || other.contains(network);
    }

    @Override
    public String toString() {
        return network + "/" + prefixLength;
    }
}
