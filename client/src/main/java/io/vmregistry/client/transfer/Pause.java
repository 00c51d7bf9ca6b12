package io.vmregistry.client.transfer;

import java.time.Duration;

/** Waits between two attempts. */
@FunctionalInterface
public interface Pause {

    void pause(Duration duration) throws InterruptedException;

    /** Sleeps. */
    static Pause sleeping() {
        return Thread::sleep;
    }
}
