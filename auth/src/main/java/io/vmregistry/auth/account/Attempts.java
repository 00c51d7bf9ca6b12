package io.vmregistry.auth.account;

import io.vmregistry.auth.origin.Origin;
import io.vmregistry.auth.origin.Origins;
import io.vmregistry.auth.throttle.AttemptCounts;
import io.vmregistry.auth.throttle.AttemptCounts.Admission;
import io.vmregistry.auth.throttle.AttemptCounts.Count;
import io.vmregistry.auth.throttle.CountKey;
import io.vmregistry.auth.throttle.ThrottledException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Keeps passwords from being guessed. An attempt is counted before it is checked, so that many at once do not outrun the
 * count, and is taken back when it was right.
 *
 * <p>The count of a name from everywhere does not bind a source from which its owner has logged in: a flood of wrong
 * guesses at an account keeps nobody out of where he was before.
 */
public final class Attempts {

    /** Attempts that may be counted at a time: they wait for each other's rows, on connections that others need. */
    private static final int COUNTED_AT_ONCE = 4;

    private static final long SECONDS_TO_BE_COUNTED = 5;

    private final AttemptCounts counts;
    private final AttemptPolicy policy;
    private final Origins origins;
    private final Clock clock;
    private final Semaphore counting = new Semaphore(COUNTED_AT_ONCE, true);

    public Attempts(AttemptCounts counts, AttemptPolicy policy, Origins origins, Clock clock) {
        this.counts = counts;
        this.policy = policy;
        this.origins = origins;
        this.clock = clock;
    }

    /**
     * A guess that was counted.
     *
     * @param counted what it was counted for
     * @param nameFromSource what is known from now on if it is right
     * @param nextWait how long the next has to wait if this one is wrong
     */
    public record Guess(List<CountKey> counted, CountKey nameFromSource, Duration nextWait) {}

    /**
     * Counts a guess at the password of a name, which need not exist.
     *
     * @throws ThrottledException when the guess has to wait
     * @throws TooBusyException when too many others are being counted
     */
    public Guess guess(String name) {
        Origin origin = origins.current();
        CountKey source = CountKey.ofSource(origin);
        CountKey nameFromSource = CountKey.ofNameFromSource(name, origin);
        Admission.Admitted admitted = count(
                "Too many wrong passwords were tried.",
                List.of(
                        new Count(source, policy.perSource(), Optional.empty()),
                        new Count(nameFromSource, policy.perName(), Optional.empty()),
                        new Count(CountKey.ofName(name), policy.perName(), Optional.of(nameFromSource))));
        return new Guess(admitted.counted(), nameFromSource, admitted.nextWait());
    }

    /** The guess was right: nothing of it stays, and its source is known. */
    public void wasRight(Guess guess) {
        counts.succeeded(
                guess.counted(), guess.nameFromSource(), clock.instant().plus(policy.knownFor()));
    }

    /** The guess was not checked after all. */
    public void wasNotChecked(Guess guess) {
        counts.giveBack(guess.counted());
    }

    /**
     * Counts a registration.
     *
     * @throws ThrottledException when it has to wait
     * @throws TooBusyException when too many others are being counted
     */
    public void register() {
        count(
                "Too many accounts were made from this address.",
                List.of(new Count(
                        CountKey.ofRegistrationsFrom(origins.current()), policy.registrations(), Optional.empty())));
    }

    private Admission.Admitted count(String reason, List<Count> wanted) {
        return switch (counted(wanted)) {
            case Admission.Admitted admitted -> admitted;
            case Admission.Refused(Duration wait) ->
                throw new ThrottledException(
                        "%s Try again in %d s."
                                .formatted(reason, wait.plusMillis(999).toSeconds()),
                        wait);
        };
    }

    private Admission counted(List<Count> wanted) {
        try {
            if (!counting.tryAcquire(SECONDS_TO_BE_COUNTED, TimeUnit.SECONDS)) {
                throw new TooBusyException(
                        "Tried to count an attempt but failed because many others are before it. Try again in a moment.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TooBusyException("Tried to count an attempt but failed because the server is stopping.");
        }
        try {
            return counts.count(wanted, clock.instant());
        } finally {
            counting.release();
        }
    }
}
