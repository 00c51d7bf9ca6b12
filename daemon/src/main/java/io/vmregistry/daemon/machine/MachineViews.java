package io.vmregistry.daemon.machine;

import io.vmregistry.daemon.hypervisor.Backend;
import io.vmregistry.daemon.hypervisor.GuestCondition;
import io.vmregistry.daemon.hypervisor.HypervisorException;
import io.vmregistry.daemon.hypervisor.HypervisorRouter;
import io.vmregistry.daemon.machine.MachineRecord.Card;
import io.vmregistry.daemon.machine.MachineRecord.Life;
import io.vmregistry.daemon.network.Lease;
import io.vmregistry.daemon.network.NetworkException;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Puts a machine's record and what its hypervisor says now together. */
final class MachineViews {

    private final HypervisorRouter backends;
    private final MachineRecords records;
    private final Clock clock;

    MachineViews(HypervisorRouter backends, MachineRecords records, Clock clock) {
        this.backends = backends;
        this.records = records;
        this.clock = clock;
    }

    /** Never fails: where the hypervisor cannot be asked, the state is unknown and its reason says why. */
    Machine of(MachineRecord machine) {
        Life life = now(machine);
        MachineDirectory directory = records.directory(machine.name());
        return new Machine(
                machine.id(),
                machine.name(),
                machine.backend(),
                life.accelerator(),
                machine.origin().image(),
                machine.origin().manifest(),
                life.state(),
                life.reason(),
                machine.created(),
                life.started(),
                machine.shape().cpus(),
                machine.shape().memory(),
                directory.disk(),
                machine.shape().disk(),
                machine.shape().ephemeral(),
                machine.dataDisks().stream().map(DataDisk::file).toList(),
                machine.cards().stream()
                        .map(card -> new Machine.Interface(
                                card.network(),
                                card.mac(),
                                life.state().isActive() ? addresses(machine, card) : List.of()))
                        .toList(),
                directory.consoleLog(),
                machine.labels(),
                machine.project(),
                machine.warnings());
    }

    private Life now(MachineRecord machine) {
        return switch (machine.phase()) {
            case CREATING -> as(machine, MachineState.CREATING, machine.life().reason());
            case DELETING -> as(machine, MachineState.DELETING, machine.life().reason());
            case READY -> {
                try {
                    yield observed(machine, backend(machine).hypervisor().state(machine.id()));
                } catch (HypervisorException e) {
                    yield as(machine, MachineState.UNKNOWN, String.valueOf(e.getMessage()));
                }
            }
        };
    }

    private static Life as(MachineRecord machine, MachineState state, String reason) {
        Life life = machine.life();
        return new Life(life.wanted(), state, reason, life.started(), life.accelerator());
    }

    /** What a machine's life is, given how it was and how its guest is now. */
    Life observed(MachineRecord machine, GuestCondition guest) {
        Life before = machine.life();
        return switch (guest.state()) {
            case RUNNING -> active(before, MachineState.RUNNING, guest.reason());
            case SUSPENDED -> active(before, MachineState.SUSPENDED, guest.reason());
            case CRASHED -> ended(before, MachineState.CRASHED, guest.reason());
            case STOPPED ->
                before.state().isActive()
                        ? ended(before, MachineState.STOPPED, "it stopped without being asked to")
                        : still(before);
            case ABSENT ->
                before.state().isActive()
                        ? ended(
                                before,
                                MachineState.STOPPED,
                                "its hypervisor no longer knows it; starting it makes it known again")
                        : still(before);
        };
    }

    private Life active(Life before, MachineState state, String reason) {
        Optional<Instant> started = before.started().or(() -> Optional.of(clock.instant()));
        return new Life(before.wanted(), state, reason, started, before.accelerator());
    }

    private static Life ended(Life before, MachineState state, String reason) {
        return new Life(before.wanted(), state, reason, Optional.empty(), before.accelerator());
    }

    /** A hypervisor that was restarted has forgotten why a guest ended; the record has not. */
    private static Life still(Life before) {
        return before.state() == MachineState.CRASHED || before.state() == MachineState.STOPPED
                ? before
                : ended(before, MachineState.STOPPED, "");
    }

    private List<InetAddress> addresses(MachineRecord machine, Card card) {
        if (!card.reserved() && card.address().isPresent()) {
            return List.of(card.address().get());
        }
        try {
            return backend(machine).networks().leases(card.network()).stream()
                    .filter(lease -> lease.mac().equals(card.mac()))
                    .map(Lease::address)
                    .distinct()
                    .toList();
        } catch (NetworkException e) {
            // A network that is gone or silent has no addresses to tell of; the machine is there all the same.
            return List.of();
        }
    }

    private Backend backend(MachineRecord machine) {
        return backends.backend(machine.backend());
    }
}
