package io.vmregistry.daemon.network;

import java.net.Inet4Address;
import java.util.Optional;

/**
 * A virtual network that is there.
 *
 * @param ours whether this daemon made it; every other is shown and used, never changed or removed
 * @param mode empty when it is of a kind that this daemon does not make
 * @param bridge the host's bridge device, once the network is active
 */
public record Network(
        NetworkName name,
        String uuid,
        boolean active,
        boolean persistent,
        boolean autostart,
        boolean ours,
        Optional<NetworkMode> mode,
        Optional<Subnet> subnet,
        Optional<Inet4Address> gateway,
        Optional<DhcpRange> dhcp,
        Optional<String> bridge,
        Optional<String> domain,
        Optional<String> project) {}
