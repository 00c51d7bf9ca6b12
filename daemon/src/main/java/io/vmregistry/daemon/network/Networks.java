package io.vmregistry.daemon.network;

import java.util.List;
import java.util.Optional;

/**
 * The host's virtual networks, as one backend keeps them. A network that this daemon made carries its mark, and no other
 * is ever changed or removed; reserving an address in one is the single exception, because it is how a machine keeps its
 * address there, and it is released with the machine.
 *
 * <p>Every method may be called from any thread, and answers {@link NetworkException.NetworkUnavailable} when the backend
 * cannot be reached now.
 */
public interface Networks {

    /**
     * Makes a network exist and be active. A network of ours that is there already with the same properties is
     * activated when it is not; so the call can be repeated after any failure.
     *
     * @throws NetworkException.NetworkForeign when somebody else's network has the name
     * @throws NetworkException.NetworkDiffers when it is ours with other properties; remove it first
     * @throws NetworkException.NetworkRefused when the backend does not take it, for instance because its subnet is used
     */
    Network ensure(NetworkSpec wanted);

    Optional<Network> find(NetworkName name);

    /** All networks of the host, ours and others, by name. */
    List<Network> list();

    /**
     * Starts a network, also one that is not ours; an active one stays as it is.
     *
     * @throws NetworkException.NetworkUnknown when there is none of that name
     */
    Network activate(NetworkName name);

    /**
     * Stops a network of ours; an inactive one stays as it is. Machines on it lose their connection.
     *
     * @throws NetworkException.NetworkUnknown when there is none of that name
     * @throws NetworkException.NetworkForeign when it is not ours
     */
    Network deactivate(NetworkName name);

    /**
     * Stops and removes a network of ours. Nothing happens when there is none of that name.
     *
     * @throws NetworkException.NetworkForeign when it is not ours
     */
    void remove(NetworkName name);

    /**
     * Keeps an address for a station; a station's earlier reservation is replaced.
     *
     * @throws NetworkException.NetworkRefused when another station has the address, or the network has no DHCP server
     */
    void reserve(NetworkName name, Reservation reservation);

    /** Gives a station's reservation back. Nothing happens when there is none, or no such network. */
    void release(NetworkName name, MacAddress mac);

    /** What the network's DHCP server has given out, newest first. Empty when there is no such network. */
    List<Lease> leases(NetworkName name);
}
