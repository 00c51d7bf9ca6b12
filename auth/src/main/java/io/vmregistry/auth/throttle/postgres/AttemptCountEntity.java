package io.vmregistry.auth.throttle.postgres;

import io.vmregistry.auth.throttle.Allowance;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of {@code attempt_counts}. */
@Entity
@Table(name = "attempt_counts")
public class AttemptCountEntity {

    @Id
    @Column(name = "key")
    private String hash;

    private int attempts;

    @Column(name = "last_at")
    private Instant lastAt;

    @Column(name = "wait_until")
    private @Nullable Instant waitUntil;

    @Column(name = "known_until")
    private @Nullable Instant knownUntil;

    /** For Hibernate, which fills the fields. */
    @SuppressWarnings("NullAway.Init")
    protected AttemptCountEntity() {}

    Duration waitAt(Instant now) {
        return waitUntil != null && now.isBefore(waitUntil) ? Duration.between(now, waitUntil) : Duration.ZERO;
    }

    boolean isKnownAt(Instant now) {
        return knownUntil != null && now.isBefore(knownUntil);
    }

    /** One attempt more; the wait that follows. */
    Duration count(Allowance allowance, Instant now) {
        attempts = now.isAfter(lastAt.plus(allowance.forgottenAfter())) ? 1 : Math.addExact(attempts, 1);
        lastAt = now;
        Duration wait = allowance.waitAfter(attempts);
        // Not now: somebody else's now may be a little earlier.
        waitUntil = wait.isZero() ? null : now.plus(wait);
        return wait;
    }

    void giveBack() {
        attempts = Math.max(0, attempts - 1);
        waitUntil = null;
    }

    void know(Instant until) {
        attempts = 0;
        waitUntil = null;
        knownUntil = until;
    }
}
