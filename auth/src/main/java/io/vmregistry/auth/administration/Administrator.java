package io.vmregistry.auth.administration;

import io.vmregistry.auth.account.Username;
import io.vmregistry.auth.audit.AuditAction;
import io.vmregistry.auth.audit.AuditEvent;

/** Who administers. */
public sealed interface Administrator {

    /** Somebody who showed that this account is theirs. */
    record ByAccount(Username name) implements Administrator {}

    /** Somebody who has the data at hand, on the machine itself. */
    record OnThisMachine() implements Administrator {}

    /** The beginning of an audit entry. */
    default AuditEvent did(AuditAction action) {
        return switch (this) {
            case ByAccount(Username name) -> AuditEvent.of(action).by(name);
            case OnThisMachine() -> AuditEvent.of(action);
        };
    }
}
