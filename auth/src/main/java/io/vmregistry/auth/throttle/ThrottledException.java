package io.vmregistry.auth.throttle;

import java.time.Duration;

/** Too much was tried. Nothing was checked; after {@link #retryAfter} the next attempt is. */
public final class ThrottledException extends RuntimeException {

    private final Duration wait;

    public ThrottledException(String message, Duration wait) {
        super(message);
        this.wait = wait;
    }

    /** How long to wait; more than nothing. */
    public Duration retryAfter() {
        return wait;
    }
}
