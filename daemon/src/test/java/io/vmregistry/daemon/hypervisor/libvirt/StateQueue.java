package io.vmregistry.daemon.hypervisor.libvirt;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmregistry.daemon.hypervisor.GuestCondition;
import io.vmregistry.daemon.hypervisor.GuestListener;
import io.vmregistry.daemon.hypervisor.MachineId;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Hears of one guest, for tests that wait for it. */
final class StateQueue implements GuestListener {

    private final MachineId guest;
    private final BlockingQueue<GuestCondition.State> states = new LinkedBlockingQueue<>();
    private final Semaphore interruptions = new Semaphore(0);

    StateQueue(MachineId guest) {
        this.guest = guest;
    }

    @Override
    public void changed(MachineId id, GuestCondition condition) {
        if (id.equals(guest)) {
            states.add(condition.state());
        }
    }

    @Override
    public void interrupted() {
        interruptions.release();
    }

    void await(GuestCondition.State awaited) throws InterruptedException {
        GuestCondition.State state;
        do {
            state = states.poll(30, TimeUnit.SECONDS);
            assertThat(state).as("waiting to hear of " + awaited).isNotNull();
        } while (state != awaited);
    }

    void awaitInterruption() throws InterruptedException {
        assertThat(interruptions.tryAcquire(30, TimeUnit.SECONDS))
                .as("waiting for the connection")
                .isTrue();
    }
}
