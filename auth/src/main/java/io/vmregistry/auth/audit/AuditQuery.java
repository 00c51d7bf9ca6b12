package io.vmregistry.auth.audit;

import java.time.Instant;
import java.util.Optional;

/**
 * Which entries are wanted; what is empty does not narrow the choice.
 *
 * @param since the first instant
 * @param until the instant after the last one
 * @param before entries of a lower id only: the page after the one that ended with this id
 * @param limit how many entries at most
 */
public record AuditQuery(
        Optional<String> actor,
        Optional<String> subject,
        Optional<AuditAction> action,
        Optional<Instant> since,
        Optional<Instant> until,
        Optional<Long> before,
        int limit) {

    /** The latest entries. */
    public static AuditQuery latest(int limit) {
        return new AuditQuery(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                limit);
    }

    public AuditQuery {
        if (limit < 1) {
            throw new IllegalArgumentException("a page of %d entries".formatted(limit));
        }
    }
}
