package io.vmregistry.spec.yaml;

import java.util.regex.Pattern;

/** What a scalar is by the core schema of YAML 1.2 (section 10.3.2): {@code yes}, {@code no} and {@code 1:30} are text. */
public enum ScalarKind {
    NULL("nothing"),
    BOOLEAN("a truth value"),
    INTEGER("a whole number"),
    FLOAT("a number with a fraction"),
    TEXT("text");

    private static final Pattern INTEGER_FORM = Pattern.compile("[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+");
    private static final Pattern FLOAT_FORM =
            Pattern.compile("[-+]?(?:\\.[0-9]+|[0-9]+(?:\\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?"
                    + "|[-+]?\\.(?:inf|Inf|INF)|\\.(?:nan|NaN|NAN)");

    private final String description;

    ScalarKind(String description) {
        this.description = description;
    }

    /** For messages: "a whole number". */
    public String description() {
        return description;
    }

    /** The kind of a scalar that stands without quotes and without a tag. */
    public static ScalarKind ofPlain(String text) {
        return switch (text) {
            case "", "~", "null", "Null", "NULL" -> NULL;
            case "true", "True", "TRUE", "false", "False", "FALSE" -> BOOLEAN;
            default -> ofNumber(text);
        };
    }

    private static ScalarKind ofNumber(String text) {
        char first = text.charAt(0);
        boolean mayBeNumber = (first >= '0' && first <= '9') || first == '-' || first == '+' || first == '.';
        if (!mayBeNumber) {
            return TEXT;
        }
        if (INTEGER_FORM.matcher(text).matches()) {
            return INTEGER;
        }
        return FLOAT_FORM.matcher(text).matches() ? FLOAT : TEXT;
    }
}
