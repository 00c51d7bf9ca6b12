package io.vmregistry.spec.compose;

import io.vmregistry.spec.diagnostic.Code;
import io.vmregistry.spec.diagnostic.Findings;
import io.vmregistry.spec.diagnostic.Related;
import io.vmregistry.spec.net.PortMapping;
import io.vmregistry.spec.schema.Keys;
import io.vmregistry.spec.text.TextRange;
import io.vmregistry.spec.yaml.YamlNode.Scalar;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Published ports: each port of the host leads to one machine. */
final class PortCheck {

    private final Findings findings;
    private final Map<Listener, Seen> seen = new HashMap<>();

    PortCheck(Findings findings) {
        this.findings = findings;
    }

    void checkService(String service, Keys keys) {
        int replicas = Replicas.of(keys);
        for (Scalar scalar : keys.scalars("ports")) {
            Optional<PortMapping> mapping = PortMapping.parse(scalar.text());
            if (mapping.isEmpty()) {
                continue;
            }
            if (replicas > 1) {
                findings.add(
                        Code.REPLICAS,
                        scalar.range(),
                        "\"%s\" has %d replicas, port %d of the host can lead to one only"
                                .formatted(service, replicas, mapping.get().hostPort()),
                        "remove the port, or publish it from a service with one replica");
            }
            check(new Use(service, mapping.get(), scalar.range()));
        }
    }

    /** Only the uses of one port are compared, and of those only one for each address. */
    private void check(Use use) {
        Listener listener = new Listener(use.mapping().protocol(), use.mapping().hostPort());
        Seen earlier = seen.computeIfAbsent(listener, key -> new Seen());
        Optional<Use> collision = earlier.colliding(use.mapping());
        if (collision.isEmpty()) {
            earlier.add(use);
            return;
        }
        findings.add(
                Code.PORT_TWICE,
                use.range(),
                "port %d/%s of the host is published twice"
                        .formatted(listener.port(), listener.protocol().label()),
                "choose another host port",
                new Related(
                        collision.get().range(),
                        "\"%s\" publishes it first".formatted(collision.get().service())));
    }

    private record Listener(PortMapping.Protocol protocol, int port) {}

    private record Use(String service, PortMapping mapping, TextRange range) {}

    private static final class Seen {
        private final Map<String, Use> byAddress = new HashMap<>();
        private final List<Use> inOrder = new ArrayList<>();

        void add(Use use) {
            inOrder.add(use);
            byAddress.put(addressOf(use.mapping()), use);
        }

        Optional<Use> colliding(PortMapping mapping) {
            if (mapping.hostAddress().isEmpty()) {
                return inOrder.stream().findFirst();
            }
            return Optional.ofNullable(byAddress.get(addressOf(mapping)))
                    .or(() -> Optional.ofNullable(byAddress.get("")));
        }

        private static String addressOf(PortMapping mapping) {
            return mapping.hostAddress().map(Object::toString).orElse("");
        }
    }
}
