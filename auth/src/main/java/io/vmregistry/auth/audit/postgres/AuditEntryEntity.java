package io.vmregistry.auth.audit.postgres;

import io.vmregistry.auth.account.Username;
import io.vmregistry.auth.audit.AuditAction;
import io.vmregistry.auth.audit.AuditEntry;
import io.vmregistry.auth.audit.AuditEvent;
import io.vmregistry.auth.origin.Origin;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** A row of {@code audit_log}. */
@Entity
@Immutable
@Table(name = "audit_log")
public class AuditEntryEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private @Nullable Long id;

    @Column(name = "at")
    private Instant recordedAt;

    private String action;

    private @Nullable String actor;

    private @Nullable String subject;

    private String origin;

    private String detail;

    /** For Hibernate, which fills the fields. */
    @SuppressWarnings("NullAway.Init")
    protected AuditEntryEntity() {}

    AuditEntryEntity(AuditEvent event, Origin origin, Instant at) {
        this.recordedAt = at;
        this.action = event.action().label();
        this.actor = event.actor().map(Username::value).orElse(null);
        this.subject = event.subject().orElse(null);
        this.origin = origin.value();
        this.detail = event.detail();
    }

    AuditEntry toEntry() {
        if (id == null) {
            throw new IllegalStateException("the entry was not inserted yet");
        }
        AuditAction known = AuditAction.parse(action)
                .orElseThrow(() -> new IllegalStateException(
                        "the audit log has an entry \"%s\", which only a later version of this server knows"
                                .formatted(action)));
        return new AuditEntry(
                id,
                recordedAt,
                new Origin(origin),
                new AuditEvent(
                        known, Optional.ofNullable(actor).map(Username::new), Optional.ofNullable(subject), detail));
    }
}
