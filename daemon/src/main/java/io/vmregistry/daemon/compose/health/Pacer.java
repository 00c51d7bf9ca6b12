package io.vmregistry.daemon.compose.health;

import java.time.Duration;

/** Lets time pass between probes. */
@FunctionalInterface
public interface Pacer {

    /** The real one. */
    static Pacer real() {
        return Thread::sleep;
    }

    void pause(Duration time) throws InterruptedException;
}
