package io.vmregistry.auth.audit;

import java.util.Optional;

/** What an entry of the audit log tells of. */
public enum AuditAction {
    LOGIN_SUCCEEDED("login.succeeded"),
    LOGIN_FAILED("login.failed"),
    PASSWORD_CONFIRMED("password.confirmed"),
    PASSWORD_NOT_CONFIRMED("password.refused"),
    ACCOUNT_REGISTERED("account.registered"),
    ACCOUNT_CREATED("account.created"),
    ACCOUNT_DISABLED("account.disabled"),
    ACCOUNT_ENABLED("account.enabled"),
    ACCOUNT_DELETED("account.deleted"),
    PASSWORD_CHANGED("password.changed"),
    ADMIN_GRANTED("admin.granted"),
    ADMIN_REVOKED("admin.revoked"),
    RULE_ADDED("rule.added"),
    RULE_CHANGED("rule.changed"),
    RULE_REMOVED("rule.removed"),
    KEY_ROTATED("key.rotated"),
    KEY_RETIRED("key.retired"),
    REFRESH_REUSED("refresh.reused");

    private final String label;

    AuditAction(String label) {
        this.label = label;
    }

    /** The word in records and answers. */
    public String label() {
        return label;
    }

    public static Optional<AuditAction> parse(String text) {
        for (AuditAction action : values()) {
            if (action.label.equals(text)) {
                return Optional.of(action);
            }
        }
        return Optional.empty();
    }
}
