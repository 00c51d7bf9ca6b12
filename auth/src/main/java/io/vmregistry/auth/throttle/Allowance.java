package io.vmregistry.auth.throttle;

import java.time.Duration;

/**
 * How many attempts are free, and how the wait grows after that: a second, two, four, up to the longest.
 *
 * @param free attempts without a wait
 * @param longestWait the end of the doubling; never more than this is asked of anybody
 * @param forgottenAfter the time without an attempt after which the count begins anew
 */
public record Allowance(int free, Duration longestWait, Duration forgottenAfter) {

    private static final int MAX_DOUBLINGS = 30;

    public Allowance {
        if (free < 1 || longestWait.isNegative() || forgottenAfter.compareTo(longestWait) < 0) {
            throw new IllegalArgumentException("an allowance of %d with waits up to %s, forgotten after %s"
                    .formatted(free, longestWait, forgottenAfter));
        }
    }

    /** How long to wait after that many attempts. */
    public Duration waitAfter(int attempts) {
        if (attempts < free) {
            return Duration.ZERO;
        }
        Duration wait = Duration.ofSeconds(1L << Math.min(attempts - free, MAX_DOUBLINGS));
        return wait.compareTo(longestWait) < 0 ? wait : longestWait;
    }
}
