package io.vmregistry.auth.audit;

import io.vmregistry.auth.account.Username;
import java.util.Optional;

/**
 * Something to be recorded: {@code AuditEvent.of(KEY_ROTATED).by(admin).on(keyId).saying("…")}. Texts that are too long
 * are cut and control characters replaced, as some of them were chosen by who attacks.
 *
 * @param actor who did it; empty when nobody was authenticated
 * @param subject the account, key or other thing that it was done to
 * @param detail what else there is to say, never a secret
 */
public record AuditEvent(AuditAction action, Optional<Username> actor, Optional<String> subject, String detail) {

    private static final int MAX_SUBJECT = 255;
    private static final int MAX_DETAIL = 1000;

    public AuditEvent {
        subject = subject.map(text -> printable(text, MAX_SUBJECT));
        detail = printable(detail, MAX_DETAIL);
    }

    public static AuditEvent of(AuditAction action) {
        return new AuditEvent(action, Optional.empty(), Optional.empty(), "");
    }

    public AuditEvent by(Username actor) {
        return new AuditEvent(action, Optional.of(actor), subject, detail);
    }

    public AuditEvent on(Username account) {
        return on(account.value());
    }

    public AuditEvent on(String subject) {
        return new AuditEvent(action, actor, Optional.of(subject), detail);
    }

    public AuditEvent saying(String detail) {
        return new AuditEvent(action, actor, subject, detail);
    }

    private static String printable(String text, int longest) {
        return text.codePoints()
                .limit(longest)
                .map(point -> isPrintable(point) ? point : '?')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** What neither breaks a line, nor turns a text around, nor is refused by the database. */
    private static boolean isPrintable(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
