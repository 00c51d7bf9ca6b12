package io.vmregistry.daemon.hypervisor.simulated;

import com.fasterxml.jackson.databind.JsonNode;
import io.vmregistry.daemon.hypervisor.BackendTag;
import io.vmregistry.daemon.hypervisor.ConsoleEndpoint;
import io.vmregistry.daemon.hypervisor.GuestCondition;
import io.vmregistry.daemon.hypervisor.GuestCondition.State;
import io.vmregistry.daemon.hypervisor.GuestInterface;
import io.vmregistry.daemon.hypervisor.GuestListener;
import io.vmregistry.daemon.hypervisor.GuestSpec;
import io.vmregistry.daemon.hypervisor.Hypervisor;
import io.vmregistry.daemon.hypervisor.HypervisorException.GuestRefused;
import io.vmregistry.daemon.hypervisor.HypervisorException.GuestUnknown;
import io.vmregistry.daemon.hypervisor.HypervisorException.HypervisorUnavailable;
import io.vmregistry.daemon.hypervisor.HypervisorHealth;
import io.vmregistry.daemon.hypervisor.MachineId;
import io.vmregistry.daemon.hypervisor.Prepared;
import io.vmregistry.daemon.hypervisor.StopOutcome;
import io.vmregistry.daemon.hypervisor.simulated.SimulatedFaults.Operation;
import io.vmregistry.daemon.network.MacAddress;
import io.vmregistry.daemon.network.NetworkName;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A hypervisor without guests. It keeps a file for each, as libvirt keeps its domains outside the daemon: a guest that
 * ran when the daemon died runs when it starts again. A start writes {@value #READY} to the console, so that whoever waits
 * for a guest's boot waits in the same way. What goes wrong is scripted by {@link SimulatedFaults}.
 */
public final class SimulatedHypervisor implements Hypervisor {

    /** What a small guest prints when it is up. */
    public static final String READY = "VMR-GUEST-READY";

    private final Path directory;
    private final SimulatedNetworks networks;
    private final SimulatedFaults faults;
    private final List<GuestListener> listeners = new CopyOnWriteArrayList<>();
    private final Map<MachineId, Guest> guests =
            new TreeMap<>((one, other) -> one.value().compareTo(other.value()));

    private record Guest(
            MachineId id, String name, State state, String reason, Path consoleLog, List<GuestInterface> cards) {
        Guest in(State next, String why) {
            return new Guest(id, name, next, why, consoleLog, cards);
        }
    }

    /**
     * A hypervisor whose guests are kept in a folder.
     *
     * @throws HypervisorUnavailable when the folder cannot be used
     */
    public SimulatedHypervisor(Path directory, SimulatedNetworks networks) {
        this.directory = directory.resolve("guests");
        this.networks = networks;
        this.faults = new SimulatedFaults(directory);
        try {
            Files.createDirectories(this.directory);
            try (Stream<Path> files = Files.list(this.directory)) {
                for (Path file :
                        files.filter(path -> path.toString().endsWith(".json")).toList()) {
                    Guest guest = read(file);
                    guests.put(guest.id(), guest);
                }
            }
        } catch (IOException e) {
            throw new HypervisorUnavailable(
                    "Tried to read the simulated guests in %s but failed because %s".formatted(directory, e), e);
        }
    }

    @Override
    public BackendTag tag() {
        return BackendTag.SIMULATED;
    }

    @Override
    public synchronized Prepared prepare(GuestSpec spec) {
        @Nullable Guest present = guests.get(spec.id());
        fail(Operation.PREPARE, spec.name().toString());
        boolean taken = guests.values().stream()
                .anyMatch(guest -> guest.name().equals(spec.name().toString())
                        && !guest.id().equals(spec.id()));
        if (taken) {
            throw new GuestRefused("Tried to define machine \"%s\" but failed because another guest has the name"
                    .formatted(spec.name()));
        }
        save(new Guest(
                spec.id(),
                spec.name().toString(),
                present == null ? State.STOPPED : present.state(),
                present == null ? "" : present.reason(),
                spec.consoleLog(),
                spec.interfaces()));
        return new Prepared(Optional.empty());
    }

    @Override
    public synchronized void start(MachineId id) {
        Guest guest = guest("start", id);
        if (isActive(guest)) {
            return;
        }
        fail(Operation.START, guest.name());
        try {
            Files.writeString(guest.consoleLog(), "simulated guest %s\n%s\n".formatted(guest.name(), READY));
        } catch (IOException e) {
            throw new GuestRefused(
                    "Tried to start guest %s but failed because its console cannot be written: %s"
                            .formatted(guest.name(), e),
                    e);
        }
        guest.cards().forEach(card -> networks.plug(card.network(), card.mac(), guest.name()));
        change(guest, State.RUNNING, "");
    }

    @Override
    public synchronized StopOutcome stop(MachineId id, Duration timeout) throws InterruptedException {
        Guest guest = guest("stop", id);
        if (!isActive(guest)) {
            return StopOutcome.ALREADY_STOPPED;
        }
        // A guest that does not listen is one whose time is over: nothing is gained by letting it pass.
        boolean deaf = timeout.isZero()
                || faults.take(Operation.SHUTDOWN, guest.name()).isPresent();
        change(guest, State.STOPPED, "");
        return deaf ? StopOutcome.DESTROYED : StopOutcome.SHUT_DOWN;
    }

    @Override
    public synchronized void suspend(MachineId id) {
        Guest guest = guest("suspend", id);
        if (!isActive(guest)) {
            throw new GuestRefused(
                    "Tried to suspend guest %s but failed because it does not run".formatted(guest.name()));
        }
        change(guest, State.SUSPENDED, "");
    }

    @Override
    public synchronized void resume(MachineId id) {
        Guest guest = guest("resume", id);
        if (guest.state() == State.SUSPENDED) {
            change(guest, State.RUNNING, "");
        }
    }

    @Override
    public synchronized void destroy(MachineId id) {
        @Nullable Guest guest = guests.get(id);
        if (guest != null && isActive(guest)) {
            change(guest, State.STOPPED, "");
        }
    }

    @Override
    public synchronized void remove(MachineId id) {
        destroy(id);
        @Nullable Guest guest = guests.remove(id);
        if (guest == null) {
            return;
        }
        guest.cards().forEach(card -> networks.unplug(card.network(), card.mac()));
        try {
            Files.deleteIfExists(file(id));
        } catch (IOException e) {
            throw new HypervisorUnavailable(
                    "Tried to remove guest %s but failed because %s".formatted(guest.name(), e), e);
        }
        listeners.forEach(listener -> listener.changed(id, GuestCondition.of(State.ABSENT)));
    }

    /** What a guest does that dies by itself. For drills: nothing in the daemon calls it. */
    public synchronized void crash(MachineId id, String reason) {
        change(guest("crash", id), State.CRASHED, reason);
    }

    @Override
    public synchronized GuestCondition state(MachineId id) {
        @Nullable Guest guest = guests.get(id);
        fail(Operation.STATE, guest == null ? "" : guest.name());
        return guest == null ? GuestCondition.of(State.ABSENT) : new GuestCondition(guest.state(), guest.reason());
    }

    @Override
    public synchronized List<InetAddress> guestAddresses(MachineId id) {
        @Nullable Guest guest = guests.get(id);
        if (guest == null || !isActive(guest)) {
            return List.of();
        }
        List<InetAddress> addresses = new ArrayList<>();
        for (GuestInterface card : guest.cards()) {
            networks.leases(card.network()).stream()
                    .filter(lease -> lease.mac().equals(card.mac()))
                    .forEach(lease -> addresses.add(lease.address()));
        }
        return List.copyOf(addresses);
    }

    @Override
    public synchronized Optional<ConsoleEndpoint> consoleEndpoint(MachineId id) {
        guest("find the console of", id);
        return Optional.empty();
    }

    @Override
    public synchronized Set<MachineId> guests() {
        return Set.copyOf(guests.keySet());
    }

    @Override
    public HypervisorHealth health() {
        return new HypervisorHealth(true, "simulated: no guest really runs", "", Optional.empty());
    }

    @Override
    public Subscription watch(GuestListener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    private Guest guest(String action, MachineId id) {
        @Nullable Guest guest = guests.get(id);
        if (guest == null) {
            throw new GuestUnknown(action, id);
        }
        return guest;
    }

    private void fail(Operation operation, String name) {
        faults.take(operation, name).ifPresent(message -> {
            throw operation == Operation.STATE
                    ? new HypervisorUnavailable(message)
                    : new GuestRefused("Tried to %s machine \"%s\" but failed because %s"
                            .formatted(operation.label(), name, message));
        });
    }

    private static boolean isActive(Guest guest) {
        return guest.state() == State.RUNNING || guest.state() == State.SUSPENDED;
    }

    private void change(Guest guest, State state, String reason) {
        save(guest.in(state, reason));
        listeners.forEach(listener -> listener.changed(guest.id(), new GuestCondition(state, reason)));
    }

    private void save(Guest guest) {
        var tree = SimulatedFiles.object()
                .put("id", guest.id().toString())
                .put("name", guest.name())
                .put("state", guest.state().name())
                .put("reason", guest.reason())
                .put("consoleLog", guest.consoleLog().toString());
        var cards = tree.putArray("cards");
        guest.cards()
                .forEach(card -> cards.addObject()
                        .put("network", card.network().toString())
                        .put("mac", card.mac().toString()));
        try {
            SimulatedFiles.write(file(guest.id()), tree);
        } catch (IOException e) {
            throw new HypervisorUnavailable(
                    "Tried to record simulated guest %s but failed because %s".formatted(guest.name(), e), e);
        }
        guests.put(guest.id(), guest);
    }

    private static Guest read(Path file) throws IOException {
        JsonNode tree = SimulatedFiles.read(file);
        List<GuestInterface> cards = tree.path("cards")
                .valueStream()
                .map(card -> new GuestInterface(
                        new NetworkName(card.path("network").asText()),
                        new MacAddress(card.path("mac").asText())))
                .collect(Collectors.toList());
        return new Guest(
                MachineId.parse(tree.path("id").asText()).orElseThrow(() -> new IOException("no id in " + file)),
                tree.path("name").asText(),
                State.valueOf(tree.path("state").asText()),
                tree.path("reason").asText(),
                Path.of(tree.path("consoleLog").asText()),
                cards);
    }

    private Path file(MachineId id) {
        return directory.resolve(id + ".json");
    }
}
