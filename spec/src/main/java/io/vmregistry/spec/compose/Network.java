package io.vmregistry.spec.compose;

import io.vmregistry.spec.net.AddressRange;
import io.vmregistry.spec.net.Ipv4Address;
import io.vmregistry.spec.net.Subnet;
import java.util.Optional;

/** A network of a project. */
public sealed interface Network {

    /** The name by which services join it. */
    NetworkName name();

    /** Made with the project, removed with it. */
    sealed interface Owned extends Network {
        NetworkMode mode();
    }

    /**
     * A network with addresses of its own: nat, isolated, routed or open.
     *
     * @param subnet empty when a free one may be taken
     * @param gateway the host's address, when the file gives it; see {@link #hostAddress}
     */
    record Addressed(
            NetworkName name,
            NetworkMode mode,
            Optional<Subnet> subnet,
            Optional<Ipv4Address> gateway,
            Optional<AddressRange> dhcp,
            Optional<String> domain)
            implements Owned {

        public Addressed {
            if (mode.joinsHostDevice()) {
                throw new IllegalArgumentException(mode.label() + " has no addresses of its own");
            }
        }

        /** The host's address in the network: the one given, else the subnet's first. */
        public Optional<Ipv4Address> hostAddress() {
            return gateway.or(() -> subnet.map(Subnet::firstHost));
        }
    }

    /**
     * A device of the host that guests join.
     *
     * @param device the bridge's name, or with macvtap the interface's
     */
    record HostDevice(NetworkName name, NetworkMode mode, String device) implements Owned {

        public HostDevice {
            if (!mode.joinsHostDevice()) {
                throw new IllegalArgumentException(mode.label() + " joins no device of the host");
            }
        }
    }

    /**
     * Exists already; never created, never removed.
     *
     * @param existing what the host calls it
     */
    record External(NetworkName name, String existing) implements Network {}
}
