package io.vmregistry.daemon.machine;

import io.vmregistry.daemon.network.MacAddress;
import io.vmregistry.daemon.network.NetworkName;
import java.net.Inet4Address;
import java.util.Optional;

/**
 * A network that a machine is to be plugged into.
 *
 * @param mac derived from the machine's and the network's names when not given
 * @param address kept for the machine by the network's DHCP server, or told to the guest where there is none
 * @param gateway told to the guest where no DHCP server does
 */
public record NetworkAttachment(
        NetworkName network, Optional<MacAddress> mac, Optional<Inet4Address> address, Optional<Inet4Address> gateway) {

    public static NetworkAttachment to(NetworkName network) {
        return new NetworkAttachment(network, Optional.empty(), Optional.empty(), Optional.empty());
    }
}
