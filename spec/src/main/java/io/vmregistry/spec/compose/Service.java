package io.vmregistry.spec.compose;

import io.vmregistry.spec.machine.Bootloader;
import io.vmregistry.spec.machine.Content;
import io.vmregistry.spec.machine.ProvisionStep;
import io.vmregistry.spec.machine.SshAccess;
import io.vmregistry.spec.net.Ipv4Address;
import io.vmregistry.spec.net.MacAddress;
import io.vmregistry.spec.net.PortMapping;
import io.vmregistry.spec.reference.ImageReference;
import io.vmregistry.spec.unit.ByteSize;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * One kind of machine in a project.
 *
 * @param diskSize the disk's size when it is to grow beyond the image's
 * @param networks in the order of the guest's cards
 * @param dependsOn the services that come first, with what is waited for
 * @param profiles empty for a service that is always started
 * @param provision after the image's own steps
 */
public record Service(
        ServiceName name,
        ImageReference image,
        Optional<ByteSize> diskSize,
        Resources resources,
        List<Attachment> networks,
        List<Mount> volumes,
        CloudInit cloudInit,
        Optional<Healthcheck> healthcheck,
        RestartPolicy restartPolicy,
        Map<String, String> labels,
        int replicas,
        Map<ServiceName, Condition> dependsOn,
        List<PortMapping> ports,
        Set<String> profiles,
        Optional<SshAccess> ssh,
        List<ProvisionStep> provision) {

    public Service {
        if (replicas < 1) {
            throw new IllegalArgumentException("a service has at least one replica: " + replicas);
        }
        networks = List.copyOf(networks);
        volumes = List.copyOf(volumes);
        labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
        dependsOn = Collections.unmodifiableMap(new LinkedHashMap<>(dependsOn));
        ports = List.copyOf(ports);
        profiles = Collections.unmodifiableSet(new LinkedHashSet<>(profiles));
        provision = List.copyOf(provision);
    }

    /** What takes the place of the image's own words; empty keeps those. */
    public record Resources(Optional<Integer> cpu, Optional<ByteSize> memory, Optional<Bootloader> bootloader) {}

    /** A card in a network. */
    public record Attachment(
            NetworkName network,
            Optional<Ipv4Address> staticIp,
            Optional<Ipv4Address> gateway,
            Optional<MacAddress> mac) {}

    /** A volume in the guest. */
    public record Mount(VolumeName volume, Optional<String> device) {}

    /** What cloud-init finds at the first boot. */
    public record CloudInit(Optional<Content> userData, Optional<Content> metaData, Optional<Content> networkConfig) {

        public static final CloudInit NONE = new CloudInit(Optional.empty(), Optional.empty(), Optional.empty());

        public boolean isEmpty() {
            return userData.isEmpty() && metaData.isEmpty() && networkConfig.isEmpty();
        }
    }

    /** What is waited for before a dependent service starts. */
    public enum Condition {
        STARTED("started"),
        HEALTHY("healthy"),
        PROVISIONED("provisioned");

        private final String label;

        Condition(String label) {
            this.label = label;
        }

        /** The word in the file. */
        public String label() {
            return label;
        }

        public static Optional<Condition> parse(String text) {
            for (Condition condition : values()) {
                if (condition.label.equals(text)) {
                    return Optional.of(condition);
                }
            }
            return Optional.empty();
        }
    }

    /** What the service's machines are called: its own name, or with replicas {@code app-1}, {@code app-2}. */
    public List<String> instanceNames() {
        return instanceNames(name.value(), replicas);
    }

    static List<String> instanceNames(String name, int replicas) {
        return replicas == 1
                ? List.of(name)
                : IntStream.rangeClosed(1, replicas)
                        .mapToObj(i -> name + "-" + i)
                        .toList();
    }
}
