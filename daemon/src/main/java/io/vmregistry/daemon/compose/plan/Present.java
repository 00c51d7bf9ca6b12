package io.vmregistry.daemon.compose.plan;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toUnmodifiableMap;

import io.vmregistry.spec.compose.ProjectName;
import io.vmregistry.spec.compose.ServiceName;
import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.ImageReference;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a host has: everything, so that nothing of others is touched.
 *
 * @param policies of the project's services, as they were applied last
 * @param images the local images among those that are wanted, by what they are called
 */
public record Present(
        Map<String, PresentMachine> machines,
        Map<String, PresentNetwork> networks,
        Map<String, PresentVolume> volumes,
        Map<ServiceName, ServicePolicy> policies,
        Map<ImageReference, Digest> images) {

    public Present {
        machines = Map.copyOf(machines);
        networks = Map.copyOf(networks);
        volumes = Map.copyOf(volumes);
        policies = Map.copyOf(policies);
        images = Map.copyOf(images);
    }

    public static Present of(
            Collection<PresentMachine> machines,
            Collection<PresentNetwork> networks,
            Collection<PresentVolume> volumes,
            Map<ServiceName, ServicePolicy> policies,
            Map<ImageReference, Digest> images) {
        return new Present(
                machines.stream().collect(toUnmodifiableMap(PresentMachine::name, identity())),
                networks.stream().collect(toUnmodifiableMap(PresentNetwork::name, identity())),
                volumes.stream().collect(toUnmodifiableMap(PresentVolume::name, identity())),
                policies,
                images);
    }

    /**
     * Who made something, and as what. The hash decides; the fields, which explain a change, may be lost.
     *
     * @param hash {@link Configuration#hash} of what was asked for when it was made; empty when nobody knows any more, and
     *     then it is taken for the wanted one
     */
    public record Ownership(ProjectName project, String hash, Configuration configuration) {

        public static Ownership of(ProjectName project, Configuration configuration) {
            return new Ownership(project, configuration.hash(), configuration);
        }

        /** What makes it another thing than the wanted one. */
        List<FieldChange> changesTo(Configuration wanted) {
            if (hash.isEmpty() || wanted.hash().equals(hash)) {
                return List.of();
            }
            return configuration.hash().equals(hash)
                    ? configuration.changesTo(wanted)
                    : List.of(new FieldChange("configuration", hash, wanted.hash()));
        }
    }

    /**
     * A machine of the host.
     *
     * @param owner empty for one that no project made
     * @param service of the project that made it
     * @param networks to which it is attached
     * @param volumes that are its data disks, whoever made them
     * @param image what its disk was made from, as far as that is known
     */
    public record PresentMachine(
            String name,
            Optional<Ownership> owner,
            Optional<ServiceName> service,
            boolean running,
            Set<String> networks,
            Set<String> volumes,
            Optional<Digest> image) {

        public PresentMachine {
            networks = Set.copyOf(networks);
            volumes = Set.copyOf(volumes);
        }

        boolean isOf(ProjectName project) {
            return owner.filter(made -> made.project().equals(project)).isPresent();
        }
    }

    /** A network of the host. */
    public record PresentNetwork(String name, Optional<Ownership> owner, boolean active) {

        boolean isOf(ProjectName project) {
            return owner.filter(made -> made.project().equals(project)).isPresent();
        }
    }

    /** A volume of the host. */
    public record PresentVolume(String name, Optional<Ownership> owner) {

        boolean isOf(ProjectName project) {
            return owner.filter(made -> made.project().equals(project)).isPresent();
        }
    }
}
