package io.vmregistry.auth.audit;

import io.vmregistry.auth.origin.Origin;
import java.time.Instant;

/**
 * A recorded event.
 *
 * @param id greater than that of every entry that was recorded before
 */
public record AuditEntry(long id, Instant at, Origin origin, AuditEvent event) {}
