package io.vmregistry.daemon.compose.plan;

import io.vmregistry.spec.net.AddressRange;
import io.vmregistry.spec.net.Ipv4Address;
import io.vmregistry.spec.net.Subnet;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A network that a project wants. */
public sealed interface NetworkSpec {

    /** Its name on the host. */
    String name();

    /** Its key in the document. */
    String key();

    /** One that the project makes, and removes. */
    record Own(String key, String name, Definition definition) implements NetworkSpec {}

    /** One that has to be there already. It is never made, changed or removed. */
    record External(String key, String name) implements NetworkSpec {}

    /**
     * What a network is.
     *
     * @param mode nat, isolated, routed, bridge, open or macvtap
     * @param bridge the host's bridge or interface, for the modes that need an existing one
     * @param domain of the guests' DNS names
     */
    record Definition(
            String mode,
            Optional<String> bridge,
            Optional<Subnet> subnet,
            Optional<Ipv4Address> gateway,
            Optional<AddressRange> dhcp,
            Optional<String> domain) {

        public Configuration configuration() {
            SortedMap<String, String> fields = new TreeMap<>();
            fields.put("mode", mode);
            bridge.ifPresent(value -> fields.put("bridge", value));
            subnet.ifPresent(value -> fields.put("subnet", value.toString()));
            gateway.ifPresent(value -> fields.put("gateway", value.toString()));
            dhcp.ifPresent(value -> fields.put("dhcp", value.toString()));
            domain.ifPresent(value -> fields.put("domain", value));
            return new Configuration(fields);
        }
    }
}
