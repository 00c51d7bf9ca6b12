package io.vmregistry.auth.account;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;

/**
 * A password that bcrypt keeps entirely: 8 to 72 bytes in UTF-8. bcrypt ignores what comes after 72 bytes, so a longer
 * one is refused instead of cut.
 */
public record Password(String value) {

    /** Shortest password, in bytes of UTF-8. */
    public static final int MIN_BYTES = 8;

    /** Longest password, in bytes of UTF-8: what bcrypt reads. */
    public static final int MAX_BYTES = 72;

    public Password {
        objectionTo(value).ifPresent(objection -> {
            throw new IllegalArgumentException(objection);
        });
    }

    /** Empty when the text is no acceptable password; {@link #objectionTo} says why. */
    public static Optional<Password> parse(String text) {
        return objectionTo(text).isPresent() ? Optional.empty() : Optional.of(new Password(text));
    }

    /** Why the text is refused, without repeating it; empty when it is acceptable. */
    public static Optional<String> objectionTo(String text) {
        int bytes = text.getBytes(UTF_8).length;
        if (bytes < MIN_BYTES) {
            return Optional.of("The password is too short: it has %d bytes in UTF-8, at least %d are needed."
                    .formatted(bytes, MIN_BYTES));
        }
        if (bytes > MAX_BYTES) {
            return Optional.of("The password is too long: it has %d bytes in UTF-8, at most %d are possible."
                    .formatted(bytes, MAX_BYTES));
        }
        if (text.indexOf('\0') >= 0) {
            return Optional.of("The password contains a NUL character, at which bcrypt would stop reading.");
        }
        if (hasUnpairedSurrogate(text)) {
            return Optional.of("The password is not valid Unicode text.");
        }
        return Optional.empty();
    }

    /** UTF-8 turns every unpaired surrogate into '?': two different passwords would become one. */
    private static boolean hasUnpairedSurrogate(String text) {
        return text.codePoints()
                .anyMatch(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
    }

    @Override
    public String toString() {
        return "Password[…]";
    }
}
