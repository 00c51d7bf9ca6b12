package io.vmregistry.auth.throttle;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The record of attempts, one for all servers. Every method may be called from any thread, and either does all of its
 * work or none.
 *
 * <p>Every method throws {@link io.vmregistry.auth.database.DatabaseUnavailableException} when the record cannot be
 * reached now.
 */
public interface AttemptCounts {

    /**
     * What is counted, and what follows from it.
     *
     * @param unlessKnown when this key is known, the count asks nobody to wait
     */
    record Count(CountKey key, Allowance allowance, Optional<CountKey> unlessKnown) {}

    /** Whether an attempt may be made. */
    sealed interface Admission {
        /**
         * It may, and was counted.
         *
         * @param counted the keys that it was counted for: all but those of exempt counts
         * @param nextWait how long the next has to wait
         */
        record Admitted(List<CountKey> counted, Duration nextWait) implements Admission {
            public Admitted {
                counted = List.copyOf(counted);
            }
        }

        /** It has to wait, and was not counted. */
        record Refused(Duration retryAfter) implements Admission {}
    }

    /**
     * Counts one more attempt for every key, unless one of them has to wait. Of several concurrent calls each sees what
     * those before it counted.
     *
     * @param counts in an order of their kinds that is the same for all callers
     */
    Admission count(List<Count> counts, Instant now);

    /** Takes back one attempt of every key: it was no wrong guess. The wait that it caused ends. */
    void giveBack(List<CountKey> counted);

    /** As {@link #giveBack}; the key {@code known} begins its count anew, and is known until then. */
    void succeeded(List<CountKey> counted, CountKey known, Instant until);

    /**
     * Removes what was last counted before that instant and is not known any more.
     *
     * @return how many keys that were
     */
    long removeBefore(Instant instant, Instant now);
}
