package io.vmregistry.auth.account;

import io.vmregistry.auth.throttle.Allowance;
import java.time.Duration;

/**
 * What may be tried how often.
 *
 * @param perName wrong passwords for one name; from one source, and from all that its owner did not use, alike
 * @param perSource wrong passwords from one source, for whatever names
 * @param registrations accounts that one source makes
 * @param knownFor how long a source is remembered from which somebody logged in
 */
public record AttemptPolicy(Allowance perName, Allowance perSource, Allowance registrations, Duration knownFor) {

    private static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);
    private static final Duration KNOWN_FOR = Duration.ofDays(30);

    /**
     * The numbers that an operator chooses.
     *
     * @param longestWait between two attempts
     */
    public static AttemptPolicy of(int perName, int perSource, int registrations, Duration longestWait) {
        return new AttemptPolicy(
                new Allowance(perName, longestWait, FORGOTTEN_AFTER),
                new Allowance(perSource, longestWait, FORGOTTEN_AFTER),
                new Allowance(registrations, longestWait, FORGOTTEN_AFTER),
                KNOWN_FOR);
    }
}
