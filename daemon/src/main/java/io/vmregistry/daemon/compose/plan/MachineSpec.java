package io.vmregistry.daemon.compose.plan;

import io.vmregistry.spec.compose.ServiceName;
import io.vmregistry.spec.net.Ipv4Address;
import io.vmregistry.spec.net.MacAddress;
import io.vmregistry.spec.net.PortMapping;
import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.ImageReference;
import io.vmregistry.spec.unit.ByteSize;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A machine that a service wants.
 *
 * @param member the service's name; with replicas, the replica's: {@code app-1}
 * @param name on the host
 * @param cpu empty means what the image says, as for memory and disk size
 * @param replica counts from 1
 */
public record MachineSpec(
        ServiceName service,
        String member,
        int replica,
        String name,
        ImageReference image,
        OptionalInt cpu,
        Optional<ByteSize> memory,
        Optional<ByteSize> diskSize,
        List<Attachment> networks,
        List<Mount> volumes,
        GuestSeed seed,
        List<PortMapping> ports,
        SortedMap<String, String> labels) {

    public MachineSpec {
        networks = List.copyOf(networks);
        volumes = List.copyOf(volumes);
        ports = List.copyOf(ports);
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    }

    /** A network card. The network is named as on the host. */
    public record Attachment(
            String network, Optional<Ipv4Address> address, Optional<Ipv4Address> gateway, Optional<MacAddress> mac) {

        public static Attachment to(String network) {
            return new Attachment(network, Optional.empty(), Optional.empty(), Optional.empty());
        }
    }

    /** A data disk. The volume is named as on the host; the device is the guest's name for it, such as vdb. */
    public record Mount(String volume, Optional<String> device) {}

    /** What cloud-init finds at the first boot. It can hold passwords. */
    public record GuestSeed(Optional<String> userData, Optional<String> metaData, Optional<String> networkConfig) {

        public static final GuestSeed NONE = new GuestSeed(Optional.empty(), Optional.empty(), Optional.empty());

        @Override
        public String toString() {
            return "GuestSeed[…]";
        }
    }

    /** What the machine has to be replaced for. The image's digest is not in it: a tag moves, a configuration does not. */
    public Configuration configuration() {
        SortedMap<String, String> fields = new TreeMap<>();
        fields.put("service", service.value());
        fields.put("image", image.toString());
        cpu.ifPresent(value -> fields.put("cpu", Integer.toString(value)));
        memory.ifPresent(value -> fields.put("memory", value.toString()));
        diskSize.ifPresent(value -> fields.put("diskSize", value.toString()));
        for (int i = 0; i < networks.size(); i++) {
            Attachment card = networks.get(i);
            String prefix = "networks[" + i + "]";
            fields.put(prefix, card.network());
            card.address().ifPresent(value -> fields.put(prefix + ".staticIp", value.toString()));
            card.gateway().ifPresent(value -> fields.put(prefix + ".gateway", value.toString()));
            card.mac().ifPresent(value -> fields.put(prefix + ".mac", value.toString()));
        }
        for (int i = 0; i < volumes.size(); i++) {
            Mount mount = volumes.get(i);
            fields.put("volumes[" + i + "]", mount.volume());
            int index = i;
            mount.device().ifPresent(value -> fields.put("volumes[" + index + "].device", value));
        }
        for (int i = 0; i < ports.size(); i++) {
            fields.put("ports[" + i + "]", ports.get(i).toString());
        }
        labels.forEach((key, value) -> fields.put("labels." + key, value));
        seed.userData().ifPresent(text -> fields.put("cloudInit.userData", digest(text)));
        seed.metaData().ifPresent(text -> fields.put("cloudInit.metaData", digest(text)));
        seed.networkConfig().ifPresent(text -> fields.put("cloudInit.networkConfig", digest(text)));
        return new Configuration(fields);
    }

    private static String digest(String text) {
        return "sha256:" + Digest.of(text.getBytes(StandardCharsets.UTF_8)).abbreviated();
    }
}
