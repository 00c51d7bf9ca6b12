package io.vmregistry.daemon.machine;

import io.vmregistry.daemon.hypervisor.ConsoleEndpoint;
import io.vmregistry.daemon.hypervisor.GuestCondition;
import io.vmregistry.daemon.hypervisor.GuestListener;
import io.vmregistry.daemon.hypervisor.Hypervisor;
import io.vmregistry.daemon.hypervisor.HypervisorException.HypervisorUnavailable;
import io.vmregistry.daemon.hypervisor.HypervisorRouter;
import io.vmregistry.daemon.hypervisor.MachineId;
import io.vmregistry.daemon.hypervisor.Prepared;
import io.vmregistry.daemon.hypervisor.StopOutcome;
import io.vmregistry.daemon.machine.MachineException.ImageUnknown;
import io.vmregistry.daemon.machine.MachineException.MachineUnknown;
import io.vmregistry.daemon.machine.MachineException.WaitTimeout;
import io.vmregistry.daemon.machine.MachineException.WrongState;
import io.vmregistry.daemon.machine.MachineRecord.Life;
import io.vmregistry.daemon.machine.MachineRecord.Phase;
import io.vmregistry.spec.reference.Digest;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** The machines of this host, kept in a folder for each. */
public final class LocalMachines implements Machines, AutoCloseable {

    private static final Logger LOG = Logger.getLogger(LocalMachines.class);

    private final MachineImages images;
    private final HypervisorRouter backends;
    private final Clock clock;
    private final MachineRecords records;
    private final MachineAssembly assembly;
    private final MachineDrafts drafts;
    private final MachineViews views;
    private final MachineLocks locks = new MachineLocks();
    private final MachineEvents events = new MachineEvents();
    private final BackgroundWork background = new BackgroundWork();
    private final List<Hypervisor.Subscription> subscriptions = new ArrayList<>();

    /**
     * Reads the records. Nothing is recovered before {@link #recover} is called.
     *
     * @param runtime the folder of all machines' folders
     */
    public LocalMachines(Path runtime, MachineImages images, HypervisorRouter backends, Clock clock) {
        this.images = images;
        this.backends = backends;
        this.clock = clock;
        this.records = new MachineRecords(runtime.toAbsolutePath());
        this.assembly = new MachineAssembly(backends, records);
        this.drafts = new MachineDrafts(records, clock);
        this.views = new MachineViews(backends, records, clock);
    }

    /**
     * Finishes or rolls back what an earlier daemon began, and listens to the hypervisors from now on. Returns at once;
     * each machine is recovered on a thread of its own, and again whenever its hypervisor was out of reach in between.
     */
    public void recover() {
        backends.all()
                .forEach(backend -> subscriptions.add(backend.hypervisor().watch(new GuestListener() {
                    @Override
                    public void changed(MachineId id, GuestCondition condition) {
                        inBackground(new MachineSelector.ById(id), LocalMachines.this::observe);
                    }

                    @Override
                    public void interrupted() {
                        recoverAll();
                    }
                })));
        recoverAll();
    }

    private void recoverAll() {
        records.all().forEach(machine -> inBackground(new MachineSelector.ByName(machine.name()), this::recover));
    }

    private void inBackground(MachineSelector selector, Consumer<MachineRecord> work) {
        background.begin(() -> {
            Optional<MachineRecord> known = records.find(selector);
            if (known.isEmpty()) {
                return;
            }
            try (MachineLocks.Held _ = locks.lock(known.get().name())) {
                records.find(selector).ifPresent(work);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                LOG.warnf(
                        "Machine \"%s\" stays as it is for now: %s", known.get().name(), e.getMessage());
            }
        });
    }

    private void recover(MachineRecord machine) {
        switch (machine.phase()) {
            case READY -> observe(machine);
            case DELETING -> takeAway(machine);
            case CREATING -> {
                LOG.infof("Machine \"%s\" was not finished; finishing it", machine.name());
                try {
                    complete(machine);
                } catch (HypervisorUnavailable e) {
                    throw e;
                } catch (RuntimeException e) {
                    LOG.warnf(
                            "Machine \"%s\" cannot be finished and is taken away: %s", machine.name(), e.getMessage());
                    rollBack(machine, e);
                }
            }
        }
    }

    /** Compares a machine with its guest, and records what changed. */
    private void observe(MachineRecord machine) {
        if (machine.phase() != Phase.READY) {
            return;
        }
        Life now = views.observed(machine, hypervisor(machine).state(machine.id()));
        if (!now.equals(machine.life())) {
            records.update(machine.living(now));
            tell(machine, now.state(), now.reason());
        }
    }

    @Override
    public Machine run(RunRequest request) throws InterruptedException {
        MachineDrafts.requirePossible(request);
        RunnableImage image = images.resolve(request.image()).orElseThrow(() -> new ImageUnknown(request.image()));
        var backend = request.backend().map(backends::backend).orElseGet(backends::standard);
        MachineDrafts.Recorded recorded = drafts.record(request, image, backend, locks);
        try (MachineLocks.Held _ = recorded.lock()) {
            tell(recorded.machine(), MachineState.CREATING, "");
            try {
                return views.of(complete(recorded.machine()));
            } catch (RuntimeException e) {
                rollBack(recorded.machine(), e);
                throw e;
            }
        }
    }

    /**
     * What an earlier daemon did is asked of the hypervisor, because the record may be older than the guest: a guest that
     * runs is only recorded, and the disk of one that may have run is never made again.
     */
    private MachineRecord complete(MachineRecord machine) {
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

    private MachineRecord launch(MachineRecord machine) {
        Prepared prepared = assembly.start(machine);
        Life life = new Life(true, MachineState.RUNNING, "", Optional.of(clock.instant()), prepared.accelerator());
        MachineRecord running = machine.in(Phase.READY).living(life);
        records.update(running);
        tell(running, MachineState.RUNNING, "");
        return running;
    }

    /** What cannot be undone now is undone or finished when the daemon starts again: the record says which. */
    private void rollBack(MachineRecord machine, RuntimeException cause) {
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

    private void takeAway(MachineRecord machine) {
        assembly.dismantle(machine);
        records.delete(machine.name());
        tell(machine, MachineState.DELETED, "");
    }

    @Override
    public Machine start(MachineSelector selector) throws InterruptedException {
        return locked(selector, machine -> views.of(started(machine)));
    }

    private MachineRecord started(MachineRecord machine) {
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

    @Override
    public Stopped stop(MachineSelector selector, StopMode mode) throws InterruptedException {
        return locked(selector, mode instanceof StopMode.Forced, machine -> {
            StopOutcome outcome = stopped(machine, mode);
            return new Stopped(get(MachineSelector.of(machine.id())), forced(outcome, mode));
        });
    }

    /** Who asked for force gets what was asked for; who did not is told. */
    private static boolean forced(StopOutcome outcome, StopMode mode) {
        return outcome == StopOutcome.DESTROYED && mode instanceof StopMode.Gracefully;
    }

    private StopOutcome stopped(MachineRecord machine, StopMode mode) throws InterruptedException {
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

    @Override
    public Machine restart(MachineSelector selector, StopMode mode) throws InterruptedException {
        return locked(selector, mode instanceof StopMode.Forced, machine -> {
            stopped(machine, mode);
            return views.of(launch(record(selector)));
        });
    }

    @Override
    public Machine suspend(MachineSelector selector) throws InterruptedException {
        return locked(selector, machine -> {
            if (machine.phase() != Phase.READY || !isActive(machine)) {
                throw wrongState("suspend", machine);
            }
            hypervisor(machine).suspend(machine.id());
            observe(machine);
            return views.of(record(selector));
        });
    }

    @Override
    public Machine resume(MachineSelector selector) throws InterruptedException {
        return locked(selector, machine -> {
            if (machine.phase() != Phase.READY || !isActive(machine)) {
                throw wrongState("resume", machine);
            }
            hypervisor(machine).resume(machine.id());
            observe(machine);
            return views.of(record(selector));
        });
    }

    @Override
    public void delete(MachineSelector selector, boolean force) throws InterruptedException {
        locked(selector, force, machine -> {
            if (!force && machine.phase() == Phase.READY && isActive(machine)) {
                throw new WrongState(
                        "Tried to remove machine \"%s\" but failed because it runs. Stop it with \"vmr stop %s\", or use --force."
                                .formatted(machine.name(), machine.name()));
            }
            MachineRecord leaving = machine.in(Phase.DELETING);
            records.update(leaving);
            takeAway(leaving);
            return leaving;
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
        return hypervisor(machine).consoleEndpoint(machine.id());
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
        hypervisor(machine).destroy(machine.id());
        return locks.lock(machine.name());
    }

    private MachineRecord record(MachineSelector selector) {
        return records.find(selector).orElseThrow(() -> new MachineUnknown(selector));
    }

    private Hypervisor hypervisor(MachineRecord machine) {
        return backends.backend(machine.backend()).hypervisor();
    }

    private boolean isActive(MachineRecord machine) {
        return switch (hypervisor(machine).state(machine.id()).state()) {
            case RUNNING, SUSPENDED -> true;
            case ABSENT, STOPPED, CRASHED -> false;
        };
    }

    private WrongState wrongState(String action, MachineRecord machine) {
        return new WrongState("Tried to %s machine \"%s\" but failed because it is %s."
                .formatted(action, machine.name(), views.of(machine).state().label()));
    }

    private void tell(MachineRecord machine, MachineState state, String reason) {
        Instant now = clock.instant();
        events.tell(new MachineEvent(now, machine.id(), machine.name(), state, reason));
    }

    /** Waits for what is being done to machines in the background. Once it returns, no record is written any more. */
    @Override
    public void close() {
        subscriptions.forEach(Hypervisor.Subscription::close);
        background.close();
        records.close();
        events.close();
    }
}
