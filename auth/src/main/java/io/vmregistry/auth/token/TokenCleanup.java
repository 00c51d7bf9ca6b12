package io.vmregistry.auth.token;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;

/**
 * Removes refresh tokens that nobody needs any more, in batches, so that no transaction is long. Servers on one record may
 * all do it at once: each batch takes what no other holds.
 */
public final class TokenCleanup {

    private static final Logger LOG = Logger.getLogger(TokenCleanup.class);
    private static final int BATCH = 1_000;

    /** Clocks of servers differ, and an exchange that just began may still look at its token. */
    private static final Duration AFTER_EXPIRY = Duration.ofHours(1);

    /** Who presents a token of a family that was revoked for reuse is reported for a day, and is unknown later. */
    private static final Duration AFTER_REVOCATION = Duration.ofDays(1);

    private final RefreshTokens tokens;
    private final Clock clock;
    private final int batch;

    public TokenCleanup(RefreshTokens tokens, Clock clock) {
        this(tokens, clock, BATCH);
    }

    TokenCleanup(RefreshTokens tokens, Clock clock, int batch) {
        this.tokens = tokens;
        this.clock = clock;
        this.batch = batch;
    }

    /**
     * One round.
     *
     * @return how many tokens were removed
     */
    public long run() {
        Instant now = clock.instant();
        long removed = 0;
        int last;
        do {
            last = tokens.remove(now.minus(AFTER_EXPIRY), now.minus(AFTER_REVOCATION), batch);
            removed += last;
        } while (last > 0 && !Thread.currentThread().isInterrupted());
        if (removed > 0) {
            LOG.infof("Removed %d refresh tokens that were expired, revoked or void", removed);
        }
        return removed;
    }
}
