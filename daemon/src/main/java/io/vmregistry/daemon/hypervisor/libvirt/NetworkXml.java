package io.vmregistry.daemon.hypervisor.libvirt;

import io.vmregistry.daemon.network.NetworkMode;
import io.vmregistry.daemon.network.NetworkSpec;
import io.vmregistry.daemon.network.Reservation;
import java.util.Map;
import java.util.stream.Stream;

/** A network as libvirt's network XML (libvirt.org, "Network XML format"). */
final class NetworkXml {

    private NetworkXml() {}

    static String of(NetworkSpec spec) {
        return XmlDocument.of("network", new String[0], network -> {
            network.text("name", spec.name().toString());
            network.element("metadata", metadata -> {
                if (spec.project().isPresent()) {
                    metadata.mark(Mark.NETWORK, "project", spec.project().get());
                } else {
                    metadata.mark(Mark.NETWORK);
                }
            });
            forward(network, spec);
            spec.domain().ifPresent(domain -> network.empty("domain", "name", domain, "localOnly", "yes"));
            address(network, spec);
        });
    }

    /** One {@code host} element: an address that the network keeps for a station. */
    static String host(Reservation reservation) {
        return XmlDocument.of(
                "host",
                new String[] {
                    "mac", reservation.mac().toString(),
                    "name", reservation.hostName(),
                    "ip", reservation.address().getHostAddress()
                },
                host -> {});
    }

    /** The same, as the network describes it itself. */
    static String host(XmlTree described) {
        String[] attributes = described.attributes().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .flatMap(attribute -> Stream.of(attribute.getKey(), attribute.getValue()))
                .toArray(String[]::new);
        return XmlDocument.of("host", attributes, host -> {});
    }

    private static void forward(XmlDocument network, NetworkSpec spec) {
        switch (spec.mode()) {
            case ISOLATED -> {}
            case NAT, ROUTED, OPEN -> network.empty("forward", "mode", label(spec.mode()));
            case BRIDGE -> {
                network.empty("forward", "mode", "bridge");
                network.empty("bridge", "name", spec.device().orElseThrow());
            }
            case MACVTAP ->
                network.element(
                        "forward",
                        new String[] {"mode", "bridge"},
                        forward ->
                                forward.empty("interface", "dev", spec.device().orElseThrow()));
        }
    }

    private static void address(XmlDocument network, NetworkSpec spec) {
        spec.hostAddress().ifPresent(host -> {
            String[] attributes = {
                "address",
                host.getHostAddress(),
                "prefix",
                Integer.toString(spec.subnet().orElseThrow().prefix())
            };
            if (spec.handsOut().isEmpty()) {
                network.empty("ip", attributes);
                return;
            }
            network.element(
                    "ip",
                    attributes,
                    ip -> ip.element(
                            "dhcp",
                            dhcp -> dhcp.empty(
                                    "range",
                                    "start",
                                    spec.handsOut().get().start().getHostAddress(),
                                    "end",
                                    spec.handsOut().get().end().getHostAddress())));
        });
    }

    private static String label(NetworkMode mode) {
        return mode == NetworkMode.ROUTED ? "route" : mode.label();
    }
}
