package io.vmregistry.daemon.network;

import java.net.Inet4Address;
import java.util.Arrays;

/** Addresses that a network hands out, both ends included. */
public record DhcpRange(Inet4Address start, Inet4Address end) {

    /** What a subnet can hand out when nothing was said: all above its gateway, or all below when that is the last. */
    public static DhcpRange within(Subnet subnet, Inet4Address gateway) {
        return gateway.equals(subnet.lastHost())
                ? new DhcpRange(subnet.host(1), subnet.next(gateway, -1))
                : new DhcpRange(subnet.next(gateway, 1), subnet.lastHost());
    }

    public boolean contains(Inet4Address address) {
        return Arrays.compareUnsigned(start.getAddress(), address.getAddress()) <= 0
                && Arrays.compareUnsigned(address.getAddress(), end.getAddress()) <= 0;
    }
}
