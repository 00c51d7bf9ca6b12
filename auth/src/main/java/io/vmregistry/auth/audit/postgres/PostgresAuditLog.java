package io.vmregistry.auth.audit.postgres;

import io.vmregistry.auth.audit.AuditEntry;
import io.vmregistry.auth.audit.AuditEvent;
import io.vmregistry.auth.audit.AuditLog;
import io.vmregistry.auth.audit.AuditQuery;
import io.vmregistry.auth.database.Transactions;
import io.vmregistry.auth.origin.Origins;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/** {@link AuditLog} in the table {@code audit_log}. */
@ApplicationScoped
public class PostgresAuditLog implements AuditLog {

    private final AuditEntryRepository entries;
    private final Transactions transactions;
    private final Origins origins;
    private final Clock clock;

    PostgresAuditLog(AuditEntryRepository entries, Transactions transactions, Origins origins, Clock clock) {
        this.entries = entries;
        this.transactions = transactions;
        this.origins = origins;
        this.clock = clock;
    }

    @Override
    public void record(AuditEvent event) {
        transactions.run(
                "write the audit log",
                () -> entries.persist(new AuditEntryEntity(event, origins.current(), clock.instant())));
    }

    @Override
    public List<AuditEntry> find(AuditQuery query) {
        return transactions.call(
                "read the audit log",
                () -> entries.find(query).stream()
                        .map(AuditEntryEntity::toEntry)
                        .toList());
    }

    @Override
    public long removeBefore(Instant instant) {
        return transactions.call("remove old entries of the audit log", () -> entries.removeBefore(instant));
    }
}
