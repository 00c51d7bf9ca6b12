package io.vmregistry.auth.administration;

import io.vmregistry.auth.audit.AuditLog;
import io.vmregistry.auth.throttle.AttemptCounts;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;

/**
 * Removes what is kept for a time only: entries of the audit log, and counts of attempts that ask nobody to wait any
 * more. Servers on one record may all do it at once.
 */
public final class Retention {

    private static final Logger LOG = Logger.getLogger(Retention.class);

    /** Longer than any count asks to wait or is remembered. */
    private static final Duration COUNTS = Duration.ofDays(1);

    private final AuditLog audit;
    private final AttemptCounts counts;
    private final Duration auditRetention;
    private final Clock clock;

    public Retention(AuditLog audit, AttemptCounts counts, Duration auditRetention, Clock clock) {
        this.audit = audit;
        this.counts = counts;
        this.auditRetention = auditRetention;
        this.clock = clock;
    }

    /** One round. */
    public void run() {
        Instant now = clock.instant();
        counts.removeBefore(now.minus(COUNTS), now);
        long removed = audit.removeBefore(now.minus(auditRetention));
        if (removed > 0) {
            LOG.infof("Removed %d entries of the audit log that were older than %s", removed, auditRetention);
        }
    }
}
