package io.vmregistry.cli.terminal;

import java.util.Locale;

/** How a listing is printed. */
public enum OutputFormat {
    TABLE,
    /** The table with every column. */
    WIDE,
    JSON,
    YAML,
    /** One name a line, for scripts. */
    NAME;

    /** The word behind {@code -o}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
