package io.vmregistry.daemon.cloudinit;

import io.vmregistry.daemon.network.MacAddress;
import java.net.Inet4Address;
import java.util.Optional;

/**
 * How a guest is to set up one of its network cards.
 *
 * @param fixed empty: by DHCP
 */
public record SeedNetwork(MacAddress mac, Optional<Fixed> fixed) {

    /** An address that no DHCP server tells the guest. */
    public record Fixed(Inet4Address address, int prefix, Optional<Inet4Address> gateway) {}
}
