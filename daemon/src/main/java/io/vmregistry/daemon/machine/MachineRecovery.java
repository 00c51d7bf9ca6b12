package io.vmregistry.daemon.machine;

import io.vmregistry.daemon.hypervisor.GuestCondition;
import io.vmregistry.daemon.hypervisor.GuestListener;
import io.vmregistry.daemon.hypervisor.Hypervisor;
import io.vmregistry.daemon.hypervisor.HypervisorException.HypervisorUnavailable;
import io.vmregistry.daemon.hypervisor.HypervisorRouter;
import io.vmregistry.daemon.hypervisor.MachineId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** Keeps records true to what hypervisors tell, and finishes what an earlier daemon began, in the background. */
final class MachineRecovery implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(MachineRecovery.class);

    private final HypervisorRouter backends;
    private final MachineRecords records;
    private final MachineLocks locks;
    private final MachineLife life;
    private final BackgroundWork background = new BackgroundWork();
    private final List<Hypervisor.Subscription> subscriptions = new ArrayList<>();

    MachineRecovery(HypervisorRouter backends, MachineRecords records, MachineLocks locks, MachineLife life) {
        this.backends = backends;
        this.records = records;
        this.locks = locks;
        this.life = life;
    }

    /**
     * Finishes or rolls back what an earlier daemon began, and listens to the hypervisors from now on. Returns at once;
     * each machine is recovered on a thread of its own, and again whenever its hypervisor was out of reach in between.
     */
    void begin() {
        backends.all()
                .forEach(backend -> subscriptions.add(backend.hypervisor().watch(new GuestListener() {
                    @Override
                    public void changed(MachineId id, GuestCondition condition) {
                        inBackground(new MachineSelector.ById(id), life::observe);
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
            case READY -> life.observe(machine);
            case DELETING -> life.takeAway(machine);
            case CREATING -> {
                LOG.infof("Machine \"%s\" was not finished; finishing it", machine.name());
                try {
                    life.complete(machine);
                } catch (HypervisorUnavailable e) {
                    throw e;
                } catch (RuntimeException e) {
                    LOG.warnf(
                            "Machine \"%s\" cannot be finished and is taken away: %s", machine.name(), e.getMessage());
                    life.rollBack(machine, e);
                }
            }
        }
    }

    /** Waits for what has begun. */
    @Override
    public void close() {
        subscriptions.forEach(Hypervisor.Subscription::close);
        background.close();
    }
}
