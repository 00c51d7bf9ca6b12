package io.vmregistry.cli.terminal;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;

/** Several things that move at once: one line that changes in front of a person, one line a step for everybody else. */
public final class ProgressView {

    private static final long INTERVAL_NANOS = 100_000_000;
    private static final int BAR = 24;

    private final Terminal terminal;
    private final String verb;
    private final LongSupplier nanos;
    private final long started;
    private final Map<String, Item> items = new LinkedHashMap<>();
    private long lastDrawn;
    private long resumed;

    /**
     * Nothing moves yet.
     *
     * @param verb such as {@code pushing}
     * @param nanos a clock that only goes forward
     */
    public ProgressView(Terminal terminal, String verb, LongSupplier nanos) {
        this.terminal = terminal;
        this.verb = verb;
        this.nanos = nanos;
        this.started = nanos.getAsLong();
        this.lastDrawn = started - INTERVAL_NANOS;
    }

    private record Item(String step, long bytes, long total) {}

    /**
     * An item got further. A new step is a line of its own where no person watches.
     *
     * @param step such as {@code transferring}
     * @param total 0 when it is not known
     * @param alreadyThere bytes that were there when it began
     */
    public void at(String item, String step, long bytes, long total, long alreadyThere) {
        Item before = items.put(item, new Item(step, bytes, total));
        if (before == null || !before.step().equals(step)) {
            resumed += before == null ? alreadyThere : 0;
            announce(item, step, total, alreadyThere);
        }
        long now = nanos.getAsLong();
        if (now - lastDrawn >= INTERVAL_NANOS) {
            lastDrawn = now;
            terminal.draw(summary(now));
        }
    }

    private void announce(String item, String step, long total, long alreadyThere) {
        if (terminal.interactive()) {
            return;
        }
        String size = total > 0 ? " " + Wording.size(total) : "";
        String continued = alreadyThere > 0 ? ", " + Wording.size(alreadyThere) + " were there" : "";
        terminal.say(item + ": " + step + size + continued);
    }

    private String summary(long now) {
        long bytes = items.values().stream().mapToLong(Item::bytes).sum();
        long total = items.values().stream().mapToLong(Item::total).sum();
        double seconds = Math.max(0.001, (now - started) / 1e9);
        String rate = Wording.size((long) (Math.max(0, bytes - resumed) / seconds)) + "/s";
        if (total == 0) {
            return verb + " " + Wording.size(bytes) + "  " + rate;
        }
        int filled = (int) (BAR * bytes / total);
        return String.format(
                Locale.ROOT,
                "%s [%s%s] %3d%%  %s of %s  %s",
                verb,
                "#".repeat(filled),
                " ".repeat(BAR - filled),
                100 * bytes / total,
                Wording.size(bytes),
                Wording.size(total),
                rate);
    }
}
