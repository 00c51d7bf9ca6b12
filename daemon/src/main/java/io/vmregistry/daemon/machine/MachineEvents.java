package io.vmregistry.daemon.machine;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** Tells watchers what happens to machines, in order, on one thread. */
final class MachineEvents implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(MachineEvents.class);

    private final List<Consumer<MachineEvent>> watchers = new CopyOnWriteArrayList<>();
    private final ExecutorService teller = Executors.newSingleThreadExecutor(
            Thread.ofVirtual().name("machine-events").factory());

    Machines.Watch add(Consumer<MachineEvent> watcher) {
        watchers.add(watcher);
        return () -> watchers.remove(watcher);
    }

    void tell(MachineEvent event) {
        try {
            teller.execute(() -> watchers.forEach(watcher -> tell(watcher, event)));
        } catch (RejectedExecutionException e) {
            LOG.debugf("The daemon is stopping and nobody hears of %s", event);
        }
    }

    /** A watcher that fails does not keep the others from hearing. */
    private static void tell(Consumer<MachineEvent> watcher, MachineEvent event) {
        try {
            watcher.accept(event);
        } catch (RuntimeException e) {
            LOG.errorf(e, "A watcher of machines failed on %s", event);
        }
    }

    @Override
    public void close() {
        teller.shutdownNow();
    }
}
