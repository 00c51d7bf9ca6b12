package io.vmregistry.lsp.completion;

import io.vmregistry.lsp.document.OpenDocument;
import io.vmregistry.spec.net.Ipv4Address;
import io.vmregistry.spec.net.Subnet;
import io.vmregistry.spec.schema.Keys;
import io.vmregistry.spec.yaml.Checked;
import io.vmregistry.spec.yaml.YamlNode;
import io.vmregistry.spec.yaml.YamlNode.Entry;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The first address of a network that nobody has: no service, no gateway, and DHCP does not hand it out. */
public final class FreeAddress {

    /** Below it stand gateways and whatever else a network has by custom. */
    private static final int FIRST = 10;

    private static final int MOST_LOOKED_AT = 1 << 16;

    private FreeAddress() {}

    /** For a card at {@code services, <service>, networks, <position>}, the further steps of {@code path} apart. */
    public static Optional<Ipv4Address> in(OpenDocument document, List<String> path) {
        return document.checked().flatMap(Checked::tree).map(Keys::of).flatMap(root -> {
            Keys service = root.keys("services").keys(path.get(1));
            List<YamlNode> cards = service.items("networks");
            int position = path.get(3).matches("[0-9]{1,6}") ? Integer.parseInt(path.get(3)) : cards.size();
            return position < cards.size()
                    ? Keys.of(cards.get(position)).text("name").flatMap(network -> of(root, network))
                    : Optional.empty();
        });
    }

    /** Of a network by name; empty when it has no subnet, or no free address. */
    public static Optional<Ipv4Address> of(Keys root, String network) {
        Keys definition = root.keys("networks").keys(network);
        return definition.value("subnet", Subnet::parse).flatMap(subnet -> free(root, network, definition, subnet));
    }

    private static Optional<Ipv4Address> free(Keys root, String network, Keys definition, Subnet subnet) {
        Set<Ipv4Address> taken = taken(root, network);
        taken.add(definition.value("gateway", Ipv4Address::parse).orElse(subnet.firstHost()));
        Keys dhcp = definition.keys("dhcp");
        Optional<Ipv4Address> from = dhcp.value("start", Ipv4Address::parse);
        Optional<Ipv4Address> to = dhcp.value("end", Ipv4Address::parse);
        Ipv4Address tenth = subnet.network().plus(FIRST);
        Ipv4Address first = subnet.hasHost(tenth) ? tenth : subnet.firstHost();
        int looked = 0;
        for (Ipv4Address at = first; subnet.hasHost(at) && looked < MOST_LOOKED_AT; at = at.plus(1), looked++) {
            boolean handedOut =
                    from.isPresent() && to.isPresent() && from.get().compareTo(at) <= 0 && at.compareTo(to.get()) <= 0;
            if (!handedOut && !taken.contains(at)) {
                return Optional.of(at);
            }
        }
        return Optional.empty();
    }

    private static Set<Ipv4Address> taken(Keys root, String network) {
        Set<Ipv4Address> taken = new HashSet<>();
        for (Entry service : root.entries("services")) {
            for (YamlNode card : Keys.of(service.value()).items("networks")) {
                Keys keys = Keys.of(card);
                if (keys.text("name").filter(network::equals).isPresent()) {
                    keys.value("staticIp", Ipv4Address::parse).ifPresent(taken::add);
                }
            }
        }
        return taken;
    }
}
