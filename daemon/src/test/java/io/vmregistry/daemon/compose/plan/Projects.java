package io.vmregistry.daemon.compose.plan;

import static java.util.stream.Collectors.toSet;

import io.vmregistry.daemon.compose.plan.MachineSpec.Attachment;
import io.vmregistry.daemon.compose.plan.MachineSpec.GuestSeed;
import io.vmregistry.daemon.compose.plan.MachineSpec.Mount;
import io.vmregistry.daemon.compose.plan.Present.Ownership;
import io.vmregistry.daemon.compose.plan.Present.PresentMachine;
import io.vmregistry.daemon.compose.plan.Present.PresentNetwork;
import io.vmregistry.daemon.compose.plan.Present.PresentVolume;
import io.vmregistry.spec.compose.ProjectName;
import io.vmregistry.spec.compose.RestartPolicy;
import io.vmregistry.spec.compose.ServiceName;
import io.vmregistry.spec.image.DiskFormat;
import io.vmregistry.spec.net.Subnet;
import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.ImageReference;
import io.vmregistry.spec.unit.ByteSize;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/** Builds what is wanted and what is present, in few words. */
public final class Projects {

    public static final ProjectName PROJECT = new ProjectName("lab");
    public static final ImageReference IMAGE =
            ImageReference.parse("user/tiny:1").orElseThrow();
    public static final Digest DIGEST = digest("image");

    private Projects() {}

    public static Digest digest(String text) {
        return Digest.of(text.getBytes(StandardCharsets.UTF_8));
    }

    public static ServiceName service(String name) {
        return new ServiceName(name);
    }

    public static MachineSpec machine(String service, int cpu, List<String> networks, List<String> volumes) {
        return machine(service, service, IMAGE, cpu, networks, volumes);
    }

    public static MachineSpec machine(
            String service, String member, ImageReference image, int cpu, List<String> networks, List<String> volumes) {
        return new MachineSpec(
                service(service),
                member,
                1,
                HostNames.machine(PROJECT, member),
                image,
                OptionalInt.of(cpu),
                Optional.empty(),
                Optional.empty(),
                networks.stream()
                        .map(key -> Attachment.to(HostNames.resource(PROJECT, key)))
                        .toList(),
                volumes.stream()
                        .map(key -> new Mount(HostNames.resource(PROJECT, key), Optional.empty()))
                        .toList(),
                GuestSeed.NONE,
                List.of(),
                new TreeMap<>());
    }

    public static ServicePolicy dependingOn(Map<ServiceName, Boolean> dependsOn) {
        return new ServicePolicy(new TreeMap<>(dependsOn), Optional.empty(), RestartPolicy.NEVER);
    }

    public static NetworkSpec.Own network(String key, int third) {
        return new NetworkSpec.Own(
                key,
                HostNames.resource(PROJECT, key),
                new NetworkSpec.Definition(
                        "nat",
                        Optional.empty(),
                        Subnet.parse("10.0." + third + ".0/24"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
    }

    public static VolumeSpec.Own volume(String key, int gibibytes) {
        return new VolumeSpec.Own(key, HostNames.resource(PROJECT, key), ByteSize.ofGiB(gibibytes), DiskFormat.QCOW2);
    }

    /** A document under construction. */
    public static final class Document {
        private final List<NetworkSpec> networks = new ArrayList<>();
        private final List<VolumeSpec> volumes = new ArrayList<>();
        private final Map<ServiceName, ServiceSpec> services = new LinkedHashMap<>();
        private final Set<ServiceName> declared = new HashSet<>();
        private boolean partial;
        private boolean awaitHealth;

        public Document network(NetworkSpec network) {
            networks.add(network);
            return this;
        }

        public Document volume(VolumeSpec volume) {
            volumes.add(volume);
            return this;
        }

        public Document service(MachineSpec machine, String... dependsOn) {
            Map<ServiceName, Boolean> conditions = new TreeMap<>();
            for (String dependency : dependsOn) {
                conditions.put(Projects.service(dependency), false);
            }
            return service(machine, dependingOn(conditions));
        }

        public Document service(MachineSpec machine, ServicePolicy policy) {
            return service(new ServiceSpec(machine.service(), List.of(machine), policy));
        }

        public Document service(ServiceSpec service) {
            services.put(service.name(), service);
            declared.add(service.name());
            return this;
        }

        public Document declared(String service) {
            declared.add(Projects.service(service));
            return this;
        }

        public Document partial() {
            partial = true;
            return this;
        }

        public Document awaitHealth() {
            awaitHealth = true;
            return this;
        }

        public Wanted wanted() {
            return new Wanted(
                    PROJECT, networks, volumes, List.copyOf(services.values()), declared, partial, awaitHealth);
        }
    }

    /** A host on which plans can be carried out: it refuses what a real one would refuse. */
    public static final class Host {
        public final Map<String, PresentMachine> machines = new HashMap<>();
        public final Map<String, PresentNetwork> networks = new HashMap<>();
        public final Map<String, PresentVolume> volumes = new HashMap<>();
        public final Map<ServiceName, ServicePolicy> policies = new HashMap<>();
        public final Map<ImageReference, Digest> images = new HashMap<>(Map.of(IMAGE, DIGEST));
        /** What the registry has. */
        public final Map<ImageReference, Digest> pullable = new HashMap<>(images);

        public Present present() {
            return Present.of(machines.values(), networks.values(), volumes.values(), policies, images);
        }

        public Host apply(Plan plan, Wanted wanted) {
            plan.actions().forEach(this::perform);
            wanted.services().forEach(service -> policies.put(service.name(), service.policy()));
            return this;
        }

        public void perform(Action action) {
            switch (action) {
                case Action.PullImage(ImageReference image) -> images.put(image, pullable.get(image));
                case Action.Await await -> {}
                case Action.ServiceAction.Create(MachineSpec wanted, String reason) -> create(wanted);
                case Action.ServiceAction.Replace(MachineSpec wanted, List<FieldChange> because) -> {
                    requirePresent(machines, wanted.name());
                    machines.remove(wanted.name());
                    create(wanted);
                }
                case Action.ServiceAction.Start start -> {
                    PresentMachine there = machines.get(start.machine());
                    machines.put(
                            there.name(),
                            new PresentMachine(
                                    there.name(),
                                    there.owner(),
                                    there.service(),
                                    true,
                                    there.networks(),
                                    there.volumes(),
                                    there.image()));
                }
                case Action.ServiceAction.UpdateInPlace update -> requirePresent(machines, update.machine());
                case Action.ServiceAction.Keep keep -> requirePresent(machines, keep.machine());
                case Action.ServiceAction.Remove remove -> {
                    requirePresent(machines, remove.machine());
                    machines.remove(remove.machine());
                }
                case Action.NetworkAction.Create create -> {
                    requireAbsent(networks, create.name());
                    define(create.wanted());
                }
                case Action.NetworkAction.Replace replace -> {
                    requireNobodyOn(replace.name());
                    define(replace.wanted());
                }
                case Action.NetworkAction.Remove remove -> {
                    requireNobodyOn(remove.name());
                    networks.remove(remove.name());
                }
                case Action.NetworkAction.Start start -> {
                    PresentNetwork there = networks.get(start.name());
                    networks.put(there.name(), new PresentNetwork(there.name(), there.owner(), true));
                }
                case Action.NetworkAction.Keep keep -> requirePresent(networks, keep.name());
                case Action.VolumeAction.Create create -> {
                    requireAbsent(volumes, create.name());
                    volumes.put(
                            create.name(),
                            new PresentVolume(
                                    create.name(),
                                    Optional.of(Ownership.of(
                                            PROJECT, create.wanted().configuration()))));
                }
                case Action.VolumeAction.Remove remove -> volumes.remove(remove.name());
                case Action.VolumeAction.Keep keep -> requirePresent(volumes, keep.name());
            }
        }

        private void create(MachineSpec wanted) {
            requireAbsent(machines, wanted.name());
            requirePresent(images, wanted.image());
            wanted.networks().forEach(card -> {
                requirePresent(networks, card.network());
                require(networks.get(card.network()).active(), "inactive network " + card.network());
            });
            wanted.volumes().forEach(mount -> requirePresent(volumes, mount.volume()));
            Set<String> attached = new HashSet<>();
            wanted.networks().forEach(card -> attached.add(card.network()));
            machines.put(
                    wanted.name(),
                    new PresentMachine(
                            wanted.name(),
                            Optional.of(Ownership.of(PROJECT, wanted.configuration())),
                            Optional.of(wanted.service()),
                            true,
                            attached,
                            wanted.volumes().stream().map(Mount::volume).collect(toSet()),
                            Optional.of(images.get(wanted.image()))));
        }

        private void define(NetworkSpec.Own wanted) {
            networks.put(
                    wanted.name(),
                    new PresentNetwork(
                            wanted.name(),
                            Optional.of(
                                    Ownership.of(PROJECT, wanted.definition().configuration())),
                            true));
        }

        private void requireNobodyOn(String network) {
            require(
                    machines.values().stream()
                            .noneMatch(machine -> machine.networks().contains(network)),
                    "a machine is attached to " + network);
        }

        private static <K> void requirePresent(Map<K, ?> things, K name) {
            require(things.containsKey(name), "there is no " + name);
        }

        private static <K> void requireAbsent(Map<K, ?> things, K name) {
            require(!things.containsKey(name), "there is already " + name);
        }

        private static void require(boolean condition, String otherwise) {
            if (!condition) {
                throw new IllegalStateException(otherwise);
            }
        }
    }
}
