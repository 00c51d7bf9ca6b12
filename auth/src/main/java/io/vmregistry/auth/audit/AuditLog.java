package io.vmregistry.auth.audit;

import java.time.Instant;
import java.util.List;

/**
 * The record of what was done. Entries are added and never changed; they go when their retention is over.
 *
 * <p>Every method may be called from any thread, and throws
 * {@link io.vmregistry.auth.database.DatabaseUnavailableException} when the record cannot be reached now.
 */
public interface AuditLog {

    /**
     * Adds an entry, with the present time and the origin of the request that is being answered. Inside of a transaction
     * the entry is kept or lost with it: what was done and its entry are there both or not at all.
     */
    void record(AuditEvent event);

    /** The entries that the query asks for, the latest first. */
    List<AuditEntry> find(AuditQuery query);

    /**
     * Removes the entries from before that instant.
     *
     * @return how many there were
     */
    long removeBefore(Instant instant);
}
