package io.vmregistry.auth.api;

import org.jspecify.annotations.Nullable;

/** Checks that what a request must hold is there. */
final class Fields {

    private static final int MAX_SHOWN = 100;

    private Fields() {}

    static String required(String name, @Nullable String value) {
        if (value == null) {
            throw Refusal.invalid("INVALID_REQUEST", "The request has no \"" + name + "\".");
        }
        return value;
    }

    static <T> T body(@Nullable T body) {
        if (body == null) {
            throw Refusal.invalid("INVALID_REQUEST", "The request has no JSON body.");
        }
        return body;
    }

    /** An optional text parameter; the database knows no NUL. */
    static String text(String name, @Nullable String value) {
        if (value != null && value.indexOf('\0') >= 0) {
            throw Refusal.invalid("INVALID_REQUEST", "The parameter " + name + " has a NUL character.");
        }
        return value == null ? "" : value;
    }

    static long number(String name, String value) {
        if (!value.matches("[0-9]{1,18}")) {
            throw Refusal.invalid("INVALID_REQUEST", "The parameter " + name + " is no number.");
        }
        return Long.parseLong(value);
    }

    /** What may stand in a message: nothing that breaks its line. */
    static String printable(String text) {
        return text.codePoints()
                .limit(MAX_SHOWN)
                .map(point -> Character.isISOControl(point) ? '?' : point)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
