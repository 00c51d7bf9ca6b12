package io.vmregistry.daemon.machine;

import io.vmregistry.daemon.hypervisor.GuestCondition;
import io.vmregistry.daemon.hypervisor.Hypervisor;
import io.vmregistry.daemon.hypervisor.HypervisorRouter;
import io.vmregistry.daemon.hypervisor.Prepared;
import io.vmregistry.daemon.hypervisor.StopOutcome;
import io.vmregistry.daemon.machine.MachineException.WrongState;
import io.vmregistry.daemon.machine.MachineRecord.Life;
import io.vmregistry.daemon.machine.MachineRecord.Phase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What happens to one machine, from its first start until it is taken away: guest and record change together, and whoever
 * watches is told. The caller holds the machine's lock.
 */
final class MachineLife {

    private final HypervisorRouter backends;
    private final MachineRecords records;
    private final MachineAssembly assembly;
    private final MachineViews views;
    private final MachineEvents events;
    private final Clock clock;

    MachineLife(
            HypervisorRouter backends, MachineRecords records, MachineViews views, MachineEvents events, Clock clock) {
        this.backends = backends;
        this.records = records;
        this.assembly = new MachineAssembly(backends, records);
        this.views = views;
        this.events = events;
        this.clock = clock;
    }

    /** Compares a machine with its guest, and records what changed. */
    void observe(MachineRecord machine) {
        if (machine.phase() != Phase.READY) {
            return;
        }
        Life now = views.observed(machine, hypervisor(machine).state(machine.id()));
        if (!now.equals(machine.life())) {
            records.update(machine.living(now));
            tell(machine, now.state(), now.reason());
        }
    }

    /**
     * What an earlier daemon did is asked of the hypervisor, because the record may be older than the guest: a guest that
     * runs is only recorded, and the disk of one that may have run is never made again.
     */
    MachineRecord complete(MachineRecord machine) {
        GuestCondition guest = hypervisor(machine).state(machine.id());
        return switch (guest.state()) {
            case RUNNING, SUSPENDED -> adopt(machine, guest);
            case STOPPED, CRASHED -> {
                if (!assembly.hasItsDisk(machine)) {
                    assembly.furnish(machine);
                }
                yield launch(machine);
            }
            case ABSENT -> {
                assembly.furnish(machine);
                yield launch(machine);
            }
        };
    }

    private MachineRecord adopt(MachineRecord machine, GuestCondition guest) {
        Life now = views.observed(machine, guest);
        MachineRecord running = machine.in(Phase.READY)
                .living(new Life(true, now.state(), now.reason(), now.started(), now.accelerator()));
        records.update(running);
        tell(running, now.state(), now.reason());
        return running;
    }

    MachineRecord launch(MachineRecord machine) {
        Prepared prepared = assembly.start(machine);
        Life life = new Life(true, MachineState.RUNNING, "", Optional.of(clock.instant()), prepared.accelerator());
        MachineRecord running = machine.in(Phase.READY).living(life);
        records.update(running);
        tell(running, MachineState.RUNNING, "");
        return running;
    }

    /** What cannot be undone now is undone or finished when the daemon starts again: the record says which. */
    void rollBack(MachineRecord machine, RuntimeException cause) {
        if (records.isClosed()) {
            return;
        }
        try {
            records.update(machine.in(Phase.DELETING));
        } catch (MachineException e) {
            // A full disk takes no record, but gives room back when files go.
            cause.addSuppressed(e);
        }
        try {
            takeAway(machine);
        } catch (RuntimeException e) {
            cause.addSuppressed(e);
        }
    }

    void takeAway(MachineRecord machine) {
        assembly.dismantle(machine);
        records.delete(machine.name());
        tell(machine, MachineState.DELETED, "");
    }

    MachineRecord started(MachineRecord machine) {
        return switch (machine.phase()) {
            case CREATING -> complete(machine);
            case DELETING -> throw wrongState("start", machine);
            case READY -> {
                if (hypervisor(machine).state(machine.id()).state() == GuestCondition.State.SUSPENDED) {
                    hypervisor(machine).resume(machine.id());
                    yield wanted(machine);
                }
                yield isActive(machine) ? machine : launch(machine);
            }
        };
    }

    private MachineRecord wanted(MachineRecord machine) {
        Life now = views.observed(machine, hypervisor(machine).state(machine.id()));
        MachineRecord changed =
                machine.living(new Life(true, now.state(), now.reason(), now.started(), now.accelerator()));
        records.update(changed);
        tell(changed, now.state(), now.reason());
        return changed;
    }

    StopOutcome stopped(MachineRecord machine, StopMode mode) throws InterruptedException {
        if (machine.phase() != Phase.READY) {
            throw wrongState("stop", machine);
        }
        Duration timeout = switch (mode) {
            case StopMode.Gracefully(Duration time) -> time;
            case StopMode.Forced() -> Duration.ZERO;
        };
        if (!isActive(machine)) {
            observe(machine);
            return StopOutcome.ALREADY_STOPPED;
        }
        StopOutcome outcome = hypervisor(machine).stop(machine.id(), timeout);
        String reason = outcome == StopOutcome.DESTROYED && timeout.isPositive()
                ? "it did not shut down within %d seconds and lost its power".formatted(timeout.toSeconds())
                : "";
        records.update(machine.living(new Life(
                false,
                MachineState.STOPPED,
                reason,
                Optional.empty(),
                machine.life().accelerator())));
        tell(machine, MachineState.STOPPED, reason);
        return outcome;
    }

    void suspend(MachineRecord machine) {
        requireActive("suspend", machine);
        hypervisor(machine).suspend(machine.id());
        observe(machine);
    }

    void resume(MachineRecord machine) {
        requireActive("resume", machine);
        hypervisor(machine).resume(machine.id());
        observe(machine);
    }

    private void requireActive(String action, MachineRecord machine) {
        if (machine.phase() != Phase.READY || !isActive(machine)) {
            throw wrongState(action, machine);
        }
    }

    void delete(MachineRecord machine) {
        MachineRecord leaving = machine.in(Phase.DELETING);
        records.update(leaving);
        takeAway(leaving);
    }

    boolean isActive(MachineRecord machine) {
        return switch (hypervisor(machine).state(machine.id()).state()) {
            case RUNNING, SUSPENDED -> true;
            case ABSENT, STOPPED, CRASHED -> false;
        };
    }

    private WrongState wrongState(String action, MachineRecord machine) {
        return new WrongState("Tried to %s machine \"%s\" but failed because it is %s."
                .formatted(action, machine.name(), views.of(machine).state().label()));
    }

    void tell(MachineRecord machine, MachineState state, String reason) {
        Instant now = clock.instant();
        events.tell(new MachineEvent(now, machine.id(), machine.name(), state, reason));
    }

    Hypervisor hypervisor(MachineRecord machine) {
        return backends.backend(machine.backend()).hypervisor();
    }
}
