package io.vmregistry.daemon.network;

import java.net.Inet4Address;

/** Addresses that a network hands out, both ends included. */
public record DhcpRange(Inet4Address start, Inet4Address end) {

    /** What a subnet can hand out when nothing was said: all above its gateway, or all below when that is the last. */
    public static DhcpRange within(Subnet subnet, Inet4Address gateway) {
        return gateway.equals(subnet.lastHost())
                ? new DhcpRange(subnet.host(1), subnet.next(gateway, -1))
                : new DhcpRange(subnet.next(gateway, 1), subnet.lastHost());
    }
}
