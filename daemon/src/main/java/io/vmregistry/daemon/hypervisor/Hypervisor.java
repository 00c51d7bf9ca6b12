package io.vmregistry.daemon.hypervisor;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What runs guests. A guest is named by its machine's id. A backend only ever sees and touches guests that this daemon
 * made: they carry its mark, and another's guest of the same name is refused, not replaced.
 *
 * <p>Every method may be called from any thread; calls for different guests do not wait for each other. Every method may
 * throw {@link HypervisorException.HypervisorUnavailable}, and all but {@link #prepare}, {@link #destroy},
 * {@link #remove}, {@link #state} and {@link #guestAddresses} throw {@link HypervisorException.GuestUnknown} for a guest
 * that is not there.
 */
public interface Hypervisor {

    BackendTag tag();

    /**
     * Makes a guest known, without starting it. Repeated with another specification it takes that one; what runs is not
     * disturbed and sees it at its next start.
     *
     * @throws HypervisorException.GuestRefused when it cannot run such a guest; nothing is left of it
     */
    Prepared prepare(GuestSpec spec);

    /**
     * Starts a guest; one that runs already stays as it is. The console's log begins anew.
     *
     * @throws HypervisorException.GuestRefused when it did not start, with the backend's reason
     */
    void start(MachineId id);

    /**
     * Asks a guest to shut down, and takes its power when it has not within the time. Zero takes the power at once.
     *
     * @throws InterruptedException when the caller was interrupted while waiting; the guest may shut down yet
     */
    StopOutcome stop(MachineId id, Duration timeout) throws InterruptedException;

    /** Stops a guest's processors; its memory stays. A suspended guest stays as it is. */
    void suspend(MachineId id);

    /** Lets a suspended guest go on. A running guest stays as it is. */
    void resume(MachineId id);

    /** Takes a guest's power. Nothing happens when it does not run or is not there. */
    void destroy(MachineId id);

    /** Forgets a guest, taking its power first. Its files stay. Nothing happens when it is not there. */
    void remove(MachineId id);

    /** How a guest is; {@link GuestCondition.State#ABSENT} when it is not there. */
    GuestCondition state(MachineId id);

    /** Addresses that the guest is known to have now, the newest first. */
    List<InetAddress> guestAddresses(MachineId id);

    /** Where to talk to the guest's console; empty while it does not run. */
    Optional<ConsoleEndpoint> consoleEndpoint(MachineId id);

    /** All guests of ours. */
    Set<MachineId> guests();

    /** Never throws: says what is wrong. */
    HypervisorHealth health();

    /** Tells a listener from now on. Closing the subscription ends it. */
    Subscription watch(GuestListener listener);

    /** A listener's place in the queue. */
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
