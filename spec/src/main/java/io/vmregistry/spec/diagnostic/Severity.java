package io.vmregistry.spec.diagnostic;

import java.util.Locale;

/** Whether a document can be used in spite of what was found. */
public enum Severity {
    ERROR,
    WARNING;

    /** The word in messages. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
