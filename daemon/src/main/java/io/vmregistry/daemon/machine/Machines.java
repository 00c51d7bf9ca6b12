package io.vmregistry.daemon.machine;

import io.vmregistry.daemon.hypervisor.ConsoleEndpoint;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The machines of this host. What happens to one machine happens in order; different machines do not wait for each other.
 * A machine's record is on disk before anything of the machine is, so a daemon that dies at any moment finishes or rolls
 * back when it starts again.
 *
 * <p>All methods throw {@link MachineException.MachineUnknown} for a machine that is not there, and
 * {@link io.vmregistry.daemon.hypervisor.HypervisorException} where the hypervisor cannot be reached or refuses.
 */
public interface Machines {

    /**
     * Makes a machine of an image and starts it. After a failure nothing is left of it.
     *
     * @throws MachineException.MachineExists when the name is taken
     * @throws MachineException.ImageUnknown when the image is not on this host
     * @throws MachineException.RequestInvalid when such a machine cannot be
     */
    Machine run(RunRequest request) throws InterruptedException;

    /** Starts a machine; one that runs stays as it is. */
    Machine start(MachineSelector machine) throws InterruptedException;

    /** Stops a machine; one that does not run stays as it is. */
    Stopped stop(MachineSelector machine, StopMode mode) throws InterruptedException;

    /** Stops and starts a machine, as one step: nobody comes between. */
    Machine restart(MachineSelector machine, StopMode mode) throws InterruptedException;

    Machine suspend(MachineSelector machine) throws InterruptedException;

    Machine resume(MachineSelector machine) throws InterruptedException;

    /**
     * Takes a machine away, with its disk and its reserved addresses.
     *
     * @param force also while it runs
     * @throws MachineException.WrongState when it runs and force is not set
     */
    void delete(MachineSelector machine, boolean force) throws InterruptedException;

    /** All machines by name, whatever their state. Where a hypervisor cannot be asked, the state is unknown. */
    List<Machine> list();

    Optional<Machine> find(MachineSelector machine);

    /** As {@link #find}, where not being there is a fault. */
    Machine get(MachineSelector machine);

    /**
     * Waits until a machine is in one of these states.
     *
     * @throws MachineException.WaitTimeout when it is not in time; the message tells the state that it is in
     */
    Machine await(MachineSelector machine, Set<MachineState> states, Duration timeout) throws InterruptedException;

    /**
     * What the guest wrote to its serial console since its last start.
     *
     * @param tailBytes begins this many bytes before the end; zero begins at the beginning
     * @param follow goes on with what is written later, until the machine stops or the stream is closed
     */
    InputStream console(MachineSelector machine, long tailBytes, boolean follow);

    /** Where to talk to the guest's serial console; empty while it does not run. */
    Optional<ConsoleEndpoint> consoleEndpoint(MachineSelector machine);

    /** Tells of every change of state from now on, from a thread of its own. Closing ends it. */
    Watch watch(Consumer<MachineEvent> listener);

    /** A watcher's place in the queue. */
    interface Watch extends AutoCloseable {
        @Override
        void close();
    }
}
