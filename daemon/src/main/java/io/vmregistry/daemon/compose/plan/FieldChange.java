package io.vmregistry.daemon.compose.plan;

/**
 * A field that is not what is wanted.
 *
 * @param from what is there; empty when the field is not set
 * @param to what is wanted; empty when the field is to be unset
 */
public record FieldChange(String what, String from, String to) {

    /** As a person would say it. */
    @Override
    public String toString() {
        return "%s: %s → %s".formatted(what, shown(from), shown(to));
    }

    private static String shown(String value) {
        return value.isEmpty() ? "(none)" : value;
    }
}
