package io.vmregistry.daemon.machine;

import java.time.Duration;

/** How hard a machine is stopped. */
public sealed interface StopMode {

    /** What {@code vmr stop} waits when nothing is said. */
    StopMode STANDARD = new Gracefully(Duration.ofSeconds(30));

    /** The guest is asked, and loses its power when it has not shut down within the time. */
    record Gracefully(Duration timeout) implements StopMode {}

    /** The guest loses its power at once. */
    record Forced() implements StopMode {}
}
