package io.vmregistry.e2e.benchmark.lsp;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What one server took with one document.
 *
 * @param starts from the start of the process to the first diagnostics
 * @param resident MiB at the end
 * @param peak MiB at most
 */
record Figures(List<Duration> starts, List<Duration> keystrokes, List<Duration> completions, long resident, long peak) {

    Figures {
        starts = List.copyOf(starts);
        keystrokes = List.copyOf(keystrokes);
        completions = List.copyOf(completions);
    }

    /** The value below which so many of a hundred lie, in milliseconds: the smallest that is at least as large as they. */
    static double percentile(List<Duration> values, int percent) {
        List<Duration> sorted = values.stream().sorted().toList();
        int rank = Math.ceilDiv(percent * sorted.size(), 100);
        return sorted.get(Math.max(rank, 1) - 1).toNanos() / 1e6;
    }

    /** The table's columns. */
    static final List<String> COLUMNS = List.of(
            "first diagnostics ms",
            "keystroke p50 ms",
            "keystroke p95 ms",
            "completion p95 ms",
            "resident MiB",
            "peak MiB");

    /** The values below {@link #COLUMNS}. */
    List<Double> values() {
        return List.of(
                percentile(starts, 50),
                percentile(keystrokes, 50),
                percentile(keystrokes, 95),
                percentile(completions, 95),
                (double) resident,
                (double) peak);
    }

    /** How many times as much the other's values are. */
    List<Double> ratios(Figures other) {
        return IntStream.range(0, COLUMNS.size())
                .mapToObj(column -> other.values().get(column) / values().get(column))
                .toList();
    }
}
