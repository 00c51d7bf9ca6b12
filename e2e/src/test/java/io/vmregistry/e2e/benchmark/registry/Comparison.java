package io.vmregistry.e2e.benchmark.registry;

import io.vmregistry.e2e.benchmark.Usage;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What two registries took for the same work, row by row, and the ratio of the first to the second. */
final class Comparison {

    /** Wall and CPU seconds of one run, and the most resident memory in MiB. */
    record Sample(double seconds, double cpu, long peak) {}

    private final Contender ours;
    private final Contender peer;
    private final Map<String, Map<String, List<Sample>>> rows = new LinkedHashMap<>();

    Comparison(Contender ours, Contender peer) {
        this.ours = ours;
        this.peer = peer;
    }

    List<Contender> contenders() {
        return List.of(ours, peer);
    }

    /** Work for one registry in one run. */
    interface Work {
        void run(Contender contender, int run) throws Exception;
    }

    /** Lets both do the work, taking turns; who begins changes with each run. */
    void measure(String row, int runs, Work work) throws Exception {
        for (int run = 0; run < runs; run++) {
            List<Contender> turn = run % 2 == 0 ? List.of(ours, peer) : List.of(peer, ours);
            for (Contender contender : turn) {
                sample(row, contender, run, work);
            }
        }
        System.err.println("Measured: " + row);
    }

    private void sample(String row, Contender contender, int run, Work work) throws Exception {
        long pid = contender.process().pid();
        Usage.forgetPeak(pid);
        double cpu = Usage.cpuOf(pid);
        long begun = System.nanoTime();
        work.run(contender, run);
        double seconds = (System.nanoTime() - begun) / 1e9;
        rows.computeIfAbsent(row, _ -> new LinkedHashMap<>())
                .computeIfAbsent(contender.name(), _ -> new ArrayList<>())
                .add(new Sample(seconds, Usage.cpuOf(pid) - cpu, Usage.peakOf(pid)));
    }

    void print(PrintStream out, String title) {
        out.printf("%n%s%n%n", title);
        out.printf(
                "%-34s | %8s %8s %6s | %8s %8s %6s | %8s %7s%n",
                "median of each", "s", "peer s", "ratio", "CPU s", "peer", "ratio", "peak MiB", "peer");
        rows.forEach((row, samples) -> {
            List<Sample> mine = samples.get(ours.name());
            List<Sample> theirs = samples.get(peer.name());
            double seconds = median(mine, Sample::seconds);
            double peerSeconds = median(theirs, Sample::seconds);
            double cpu = median(mine, Sample::cpu);
            double peerCpu = median(theirs, Sample::cpu);
            out.printf(
                    Locale.ROOT,
                    "%-34s | %8.2f %8.2f %6.2f | %8.2f %8.2f %6.2f | %7.0f %7.0f%n",
                    row,
                    seconds,
                    peerSeconds,
                    seconds / peerSeconds,
                    cpu,
                    peerCpu,
                    cpu / peerCpu,
                    median(mine, Sample::peak),
                    median(theirs, Sample::peak));
        });
    }

    private static double median(List<Sample> samples, ToDoubleFunction<Sample> value) {
        return Usage.median(samples.stream().map(value::applyAsDouble).toList());
    }
}
