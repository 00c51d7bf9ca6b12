package io.vmregistry.daemon.compose.plan;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;

import io.vmregistry.daemon.compose.plan.Action.Await;
import io.vmregistry.daemon.compose.plan.Action.NetworkAction;
import io.vmregistry.daemon.compose.plan.Action.PullImage;
import io.vmregistry.daemon.compose.plan.Action.ServiceAction;
import io.vmregistry.daemon.compose.plan.Action.VolumeAction;
import io.vmregistry.daemon.compose.plan.MachineSpec.Attachment;
import io.vmregistry.daemon.compose.plan.MachineSpec.Mount;
import io.vmregistry.daemon.compose.plan.Present.PresentMachine;
import io.vmregistry.daemon.compose.plan.Present.PresentNetwork;
import io.vmregistry.spec.compose.ServiceName;
import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.ImageReference;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** Plans what gives a host what a document wants. Holds the state of one planning. */
final class UpPlanner {

    private final Wanted wanted;
    private final Present present;
    private final ProjectView view;
    private final Map<String, String> goingNetworks;
    private final Map<ServiceName, ServiceSpec> services;
    private final Plan.Builder steps = new Plan.Builder();
    /** Steps by what they are done to: images, machines that leave, networks, volumes. */
    private final Map<ImageReference, Integer> pulls = new HashMap<>();

    private final Map<String, Integer> removals = new HashMap<>();
    private final Map<String, Integer> resources = new HashMap<>();
    /** Steps after which a service runs, or is healthy. */
    private final Map<ServiceName, Set<Integer>> started = new HashMap<>();

    private final Map<ServiceName, Integer> awaited = new HashMap<>();

    UpPlanner(Wanted wanted, Present present) {
        this.wanted = wanted;
        this.present = present;
        this.view = new ProjectView(wanted, present);
        this.goingNetworks = view.goingNetworks();
        this.services = wanted.services().stream().collect(toMap(ServiceSpec::name, Function.identity()));
    }

    Planning plan() {
        List<String> obstacles = new Obstacles(wanted, present, view).find();
        if (!obstacles.isEmpty()) {
            return new Planning.Blocked(obstacles);
        }
        Map<String, ServiceAction> actions = new TreeMap<>();
        view.machines().forEach((name, machine) -> actions.put(name, actionFor(machine)));
        addPulls(actions);
        addRemovals();
        addNetworks();
        addVolumes();
        Map<ServiceName, Set<ServiceName>> dependencies = new HashMap<>();
        services.forEach((name, service) ->
                dependencies.put(name, service.policy().dependsOn().keySet()));
        DependencyOrder.of(dependencies).forEach(service -> addService(service(service), actions));
        if (wanted.awaitHealth()) {
            services.values().stream()
                    .filter(service -> service.policy().healthcheck().isPresent())
                    .sorted(Comparator.comparing(ServiceSpec::name))
                    .forEach(service -> awaitHealth(service.name()));
        }
        return new Planning.Feasible(steps.build(wanted.project()));
    }

    private ServiceAction actionFor(MachineSpec machine) {
        PresentMachine there = present.machines().get(machine.name());
        if (there == null) {
            return new ServiceAction.Create(machine, "it is not there");
        }
        List<FieldChange> changes = changesOf(there, machine);
        Optional<String> going = there.networks().stream()
                .filter(goingNetworks::containsKey)
                .sorted()
                .findFirst();
        if (going.isPresent()) {
            return new ServiceAction.Create(
                    machine,
                    "it was taken off network \"%s\", which %s".formatted(going.get(), goingNetworks.get(going.get())));
        }
        if (!changes.isEmpty()) {
            return new ServiceAction.Replace(machine, changes);
        }
        if (!there.running()) {
            return new ServiceAction.Start(machine);
        }
        List<FieldChange> policy = present.policies()
                .getOrDefault(machine.service(), ServicePolicy.NONE)
                .configuration()
                .changesTo(service(machine.service()).policy().configuration());
        return policy.isEmpty() ? new ServiceAction.Keep(machine) : new ServiceAction.UpdateInPlace(machine, policy);
    }

    /** A tag that moved counts; an image that was removed from the host does not, because the machine has what it needs. */
    private List<FieldChange> changesOf(PresentMachine there, MachineSpec machine) {
        List<FieldChange> changes = new ArrayList<>(there.owner().orElseThrow().changesTo(machine.configuration()));
        Optional<Digest> image = Optional.ofNullable(present.images().get(machine.image()));
        if (image.isPresent() && there.image().isPresent() && !there.image().equals(image)) {
            changes.add(new FieldChange(
                    "image digest",
                    there.image().get().abbreviated(),
                    image.get().abbreviated()));
        }
        return changes;
    }

    private void addPulls(Map<String, ServiceAction> actions) {
        view.machines().values().stream()
                .filter(machine -> makes(requireNonNull(actions.get(machine.name()))))
                .map(MachineSpec::image)
                .filter(image -> !present.images().containsKey(image))
                .distinct()
                .sorted(Comparator.comparing(ImageReference::toString))
                .forEach(image -> pulls.put(image, steps.add(new PullImage(image), Set.of())));
    }

    private static boolean makes(ServiceAction action) {
        return action instanceof ServiceAction.Create || action instanceof ServiceAction.Replace;
    }

    /** Machines that nobody wants any more, and those that stand on a network that goes. */
    private void addRemovals() {
        List<PresentMachine> leaving = present.machines().values().stream()
                .filter(machine -> machine.isOf(wanted.project()))
                .filter(machine -> view.isOrphan(machine) || isDetached(machine))
                .toList();
        Removals.inOrder(leaving, present.policies()).forEach((machine, before) -> {
            Set<Integer> needs = new HashSet<>();
            before.forEach(name -> needs.add(removals.get(name)));
            String reason = "no service of the document wants it";
            if (!view.isOrphan(machine)) {
                Optional.ofNullable(view.machines().get(machine.name()))
                        .map(wantedMachine -> pulls.get(wantedMachine.image()))
                        .ifPresent(needs::add);
                reason = "it is attached to a network that goes";
            }
            removals.put(machine.name(), steps.add(Removals.of(wanted.project(), machine, reason), needs));
        });
    }

    private boolean isDetached(PresentMachine machine) {
        return view.machines().containsKey(machine.name())
                && machine.networks().stream().anyMatch(goingNetworks::containsKey);
    }

    private void addNetworks() {
        Set<Integer> gone = new HashSet<>();
        for (PresentNetwork network : view.orphanedNetworks()) {
            view.stayingOn(network.name())
                    .ifPresentOrElse(
                            machine -> steps.add(
                                    new NetworkAction.Keep(
                                            network.name(), "machine \"" + machine.name() + "\" is attached to it"),
                                    Set.of()),
                            () -> gone.add(steps.add(
                                    new NetworkAction.Remove(network.name(), "the document does not have it"),
                                    removalsFrom(network.name()))));
        }
        for (NetworkSpec network : view.usedNetworks()) {
            if (network instanceof NetworkSpec.Own own) {
                resources.put(own.name(), addNetwork(own, gone));
            }
        }
    }

    private int addNetwork(NetworkSpec.Own network, Set<Integer> gone) {
        PresentNetwork there = present.networks().get(network.name());
        if (there == null) {
            return steps.add(new NetworkAction.Create(network), Set.of(), gone);
        }
        List<FieldChange> changes = view.changesOf(network);
        if (!changes.isEmpty()) {
            return steps.add(new NetworkAction.Replace(network, changes), removalsFrom(network.name()), gone);
        }
        return there.active()
                ? steps.add(new NetworkAction.Keep(network.name(), ""), Set.of())
                : steps.add(new NetworkAction.Start(network.name()), Set.of(), gone);
    }

    private Set<Integer> removalsFrom(String network) {
        Set<Integer> from = new HashSet<>();
        view.attachedTo(network)
                .forEach(machine ->
                        Optional.ofNullable(removals.get(machine.name())).ifPresent(from::add));
        return from;
    }

    private void addVolumes() {
        for (VolumeSpec volume : view.usedVolumes()) {
            if (volume instanceof VolumeSpec.Own own) {
                boolean there = present.volumes().containsKey(own.name());
                resources.put(
                        own.name(),
                        steps.add(
                                there ? new VolumeAction.Keep(own.name(), "") : new VolumeAction.Create(own),
                                Set.of()));
            }
        }
    }

    private void addService(ServiceSpec service, Map<String, ServiceAction> actions) {
        boolean starts = service.machines().stream()
                .map(machine -> requireNonNull(actions.get(machine.name())))
                .anyMatch(action -> makes(action) || action instanceof ServiceAction.Start);
        Set<Integer> dependencies = starts ? dependenciesOf(service) : Set.of();
        Set<Integer> own = new HashSet<>();
        for (MachineSpec machine : service.machines()) {
            ServiceAction action = requireNonNull(actions.get(machine.name()));
            boolean quiet = action.isKeep() || action instanceof ServiceAction.UpdateInPlace;
            own.add(
                    quiet
                            ? steps.add(action, Set.of())
                            : steps.add(action, needsOf(machine, dependencies), orphanRemovals()));
        }
        started.put(service.name(), own);
    }

    private Set<Integer> dependenciesOf(ServiceSpec service) {
        Set<Integer> needs = new HashSet<>();
        service.policy().dependsOn().forEach((dependency, healthy) -> {
            if (services.containsKey(dependency) && healthy) {
                needs.add(awaitHealth(dependency));
            }
            needs.addAll(started.getOrDefault(dependency, Set.of()));
        });
        return needs;
    }

    private int awaitHealth(ServiceName service) {
        Integer already = awaited.get(service);
        if (already != null) {
            return already;
        }
        List<String> machines =
                service(service).machines().stream().map(MachineSpec::name).toList();
        int step = steps.add(new Await(service, machines), started.getOrDefault(service, Set.of()));
        awaited.put(service, step);
        return step;
    }

    private Set<Integer> needsOf(MachineSpec machine, Set<Integer> dependencies) {
        Set<Integer> needs = new HashSet<>(dependencies);
        Optional.ofNullable(pulls.get(machine.image())).ifPresent(needs::add);
        Optional.ofNullable(removals.get(machine.name())).ifPresent(needs::add);
        machine.networks().stream()
                .map(Attachment::network)
                .filter(resources::containsKey)
                .forEach(network -> needs.add(resources.get(network)));
        machine.volumes().stream()
                .map(Mount::volume)
                .filter(resources::containsKey)
                .forEach(volume -> needs.add(resources.get(volume)));
        return needs;
    }

    private ServiceSpec service(ServiceName name) {
        return requireNonNull(services.get(name), name::value);
    }

    /** What leaves may hold an address, a volume or a port that what comes is to have. */
    private Set<Integer> orphanRemovals() {
        return Set.copyOf(removals.values());
    }
}
