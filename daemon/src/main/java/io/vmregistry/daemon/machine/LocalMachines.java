package io.vmregistry.daemon.machine;

import io.vmregistry.daemon.hypervisor.ConsoleEndpoint;
import io.vmregistry.daemon.hypervisor.HypervisorRouter;
import io.vmregistry.daemon.hypervisor.MachineId;
import io.vmregistry.daemon.hypervisor.StopOutcome;
import io.vmregistry.daemon.machine.MachineException.ImageUnknown;
import io.vmregistry.daemon.machine.MachineException.MachineUnknown;
import io.vmregistry.daemon.machine.MachineException.WaitTimeout;
import io.vmregistry.daemon.machine.MachineException.WrongState;
import io.vmregistry.daemon.machine.MachineRecord.Phase;
import io.vmregistry.spec.reference.Digest;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The machines of this host, kept in a folder for each. */
public final class LocalMachines implements Machines, AutoCloseable {

    private final MachineImages images;
    private final HypervisorRouter backends;
    private final MachineRecords records;
    private final MachineLife life;
    private final MachineRecovery recovery;
    private final MachineDrafts drafts;
    private final MachineViews views;
    private final MachineLocks locks = new MachineLocks();
    private final MachineEvents events = new MachineEvents();

    /**
     * Reads the records. Nothing is recovered before {@link #recover} is called.
     *
     * @param runtime the folder of all machines' folders
     */
    public LocalMachines(Path runtime, MachineImages images, HypervisorRouter backends, Clock clock) {
        this.images = images;
        this.backends = backends;
        this.records = new MachineRecords(runtime.toAbsolutePath());
        this.drafts = new MachineDrafts(records, clock);
        this.views = new MachineViews(backends, records, clock);
        this.life = new MachineLife(backends, records, views, events, clock);
        this.recovery = new MachineRecovery(backends, records, locks, life);
    }

    /**
     * Finishes or rolls back what an earlier daemon began, and listens to the hypervisors from now on. Returns at once;
     * each machine is recovered on a thread of its own, and again whenever its hypervisor was out of reach in between.
     */
    public void recover() {
        recovery.begin();
    }

    @Override
    public Machine run(RunRequest request) throws InterruptedException {
        MachineDrafts.requirePossible(request);
        RunnableImage image = images.resolve(request.image()).orElseThrow(() -> new ImageUnknown(request.image()));
        var backend = request.backend().map(backends::backend).orElseGet(backends::standard);
        MachineDrafts.Recorded recorded = drafts.record(request, image, backend, locks);
        try (MachineLocks.Held _ = recorded.lock()) {
            life.tell(recorded.machine(), MachineState.CREATING, "");
            try {
                return views.of(life.complete(recorded.machine()));
            } catch (RuntimeException e) {
                life.rollBack(recorded.machine(), e);
                throw e;
            }
        }
    }

    @Override
    public Machine start(MachineSelector selector) throws InterruptedException {
        return locked(selector, machine -> views.of(life.started(machine)));
    }

    @Override
    public Stopped stop(MachineSelector selector, StopMode mode) throws InterruptedException {
        return locked(selector, mode instanceof StopMode.Forced, machine -> {
            StopOutcome outcome = life.stopped(machine, mode);
            return new Stopped(get(MachineSelector.of(machine.id())), forced(outcome, mode));
        });
    }

    /** Who asked for force gets what was asked for; who did not is told. */
    private static boolean forced(StopOutcome outcome, StopMode mode) {
        return outcome == StopOutcome.DESTROYED && mode instanceof StopMode.Gracefully;
    }

    @Override
    public Machine restart(MachineSelector selector, StopMode mode) throws InterruptedException {
        return locked(selector, mode instanceof StopMode.Forced, machine -> {
            life.stopped(machine, mode);
            return views.of(life.launch(record(selector)));
        });
    }

    @Override
    public Machine suspend(MachineSelector selector) throws InterruptedException {
        return locked(selector, machine -> {
            life.suspend(machine);
            return views.of(record(selector));
        });
    }

    @Override
    public Machine resume(MachineSelector selector) throws InterruptedException {
        return locked(selector, machine -> {
            life.resume(machine);
            return views.of(record(selector));
        });
    }

    @Override
    public void delete(MachineSelector selector, boolean force) throws InterruptedException {
        locked(selector, force, machine -> {
            if (!force && machine.phase() == Phase.READY && life.isActive(machine)) {
                throw new WrongState(
                        "Tried to remove machine \"%s\" but failed because it runs. Stop it with \"vmr stop %s\", or use --force."
                                .formatted(machine.name(), machine.name()));
            }
            life.delete(machine);
            return machine;
        });
    }

    @Override
    public List<Machine> list() {
        return records.all().stream().map(views::of).toList();
    }

    @Override
    public Optional<Machine> find(MachineSelector selector) {
        return records.find(selector).map(views::of);
    }

    @Override
    public Machine get(MachineSelector selector) {
        return views.of(record(selector));
    }

    @Override
    public Machine await(MachineSelector selector, Set<MachineState> states, Duration timeout)
            throws InterruptedException {
        MachineId id = record(selector).id();
        Semaphore changed = new Semaphore(0);
        long deadline = System.nanoTime() + timeout.toNanos();
        try (Watch _ = watch(event -> {
            if (event.id().equals(id)) {
                changed.release();
            }
        })) {
            while (true) {
                Machine machine = get(new MachineSelector.ById(id));
                if (states.contains(machine.state())) {
                    return machine;
                }
                if (!changed.tryAcquire(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    throw new WaitTimeout("Machine \"%s\" is still %s after %d seconds, not %s."
                            .formatted(
                                    machine.name(),
                                    machine.state().label(),
                                    timeout.toSeconds(),
                                    states.stream().map(MachineState::label).collect(Collectors.joining(" or "))));
                }
            }
        }
    }

    @Override
    public InputStream console(MachineSelector selector, long tailBytes, boolean follow) {
        MachineRecord machine = record(selector);
        Path log = records.directory(machine.name()).consoleLog();
        return MachineConsole.open(machine, log, tailBytes, follow, this::isRunning, events);
    }

    private boolean isRunning(MachineRecord machine) {
        return switch (views.of(machine).state()) {
            case CREATING, RUNNING, SUSPENDED, UNKNOWN -> true;
            case STOPPED, CRASHED, DELETING, DELETED -> false;
        };
    }

    @Override
    public Optional<ConsoleEndpoint> consoleEndpoint(MachineSelector selector) {
        MachineRecord machine = record(selector);
        return life.hypervisor(machine).consoleEndpoint(machine.id());
    }

    @Override
    public Watch watch(Consumer<MachineEvent> listener) {
        return events.add(listener);
    }

    /**
     * Names of the machines that were made of the image with this manifest, in lexical order.
     *
     * @throws WrongState while a machine's record cannot be read
     */
    public List<String> machinesOf(Digest manifest) {
        return records.allForCertain().stream()
                .filter(machine -> machine.origin().manifest().equals(manifest))
                .map(machine -> machine.name().value())
                .toList();
    }

    /**
     * Blobs that machines' disks rest on. A machine counts from when it is recorded until its disk is gone.
     *
     * @throws WrongState while a machine's record cannot be read
     */
    public Set<Digest> blobsInUse() {
        return records.allForCertain().stream()
                .map(machine -> machine.origin().blob())
                .collect(Collectors.toUnmodifiableSet());
    }

    private interface Work<T> {
        T on(MachineRecord machine) throws InterruptedException;
    }

    private <T> T locked(MachineSelector selector, Work<T> work) throws InterruptedException {
        return locked(selector, false, work);
    }

    private <T> T locked(MachineSelector selector, boolean force, Work<T> work) throws InterruptedException {
        MachineRecord machine = record(selector);
        try (MachineLocks.Held _ = force ? lockByForce(machine) : locks.lock(machine.name())) {
            return work.on(record(selector));
        }
    }

    /** Who has the lock may be waiting for the guest to shut down. That wait ends with the guest's power. */
    private MachineLocks.Held lockByForce(MachineRecord machine) throws InterruptedException {
        Optional<MachineLocks.Held> free = locks.tryLock(machine.name());
        if (free.isPresent()) {
            return free.get();
        }
        life.hypervisor(machine).destroy(machine.id());
        return locks.lock(machine.name());
    }

    private MachineRecord record(MachineSelector selector) {
        return records.find(selector).orElseThrow(() -> new MachineUnknown(selector));
    }

    /** Waits for what is being done to machines in the background. Once it returns, no record is written any more. */
    @Override
    public void close() {
        recovery.close();
        records.close();
        events.close();
    }
}
