package io.vmregistry.spec.compose;

import io.vmregistry.spec.text.SourceText;
import io.vmregistry.spec.yaml.Parsed;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;

/**
 * How parsing and checking grows with the number of services. Run by hand: {@code java -cp … io.vmregistry.spec.compose.ComposeBenchmark};
 * nothing is asserted of time.
 */
final class ComposeBenchmark {

    private static final int[] SERVICES = {100, 1_000, 10_000};
    private static final int WARM_UP = 100;
    private static final int RUNS = 21;

    private ComposeBenchmark() {}

    public static void main(String[] args) {
        for (int i = 0; i < WARM_UP; i++) {
            parse(document(1_000));
        }
        System.out.printf(
                "%10s %12s %12s %12s %14s %10s%n",
                "services", "characters", "elapsed ms", "CPU ms", "CPU us/service", "ratio");
        double previous = 0;
        for (int services : SERVICES) {
            String text = document(services);
            double[] millis = medians(text);
            System.out.printf(
                    "%10d %12d %12.2f %12.2f %14.2f %10s%n",
                    services,
                    text.length(),
                    millis[0],
                    millis[1],
                    millis[1] * 1_000 / services,
                    previous == 0 ? "" : "%.1fx".formatted(millis[1] / previous));
            previous = millis[1];
        }
    }

    /** Elapsed time, which a busy machine stretches, and the thread's own CPU time, which it does not. */
    private static double[] medians(String text) {
        double[] elapsed = new double[RUNS];
        double[] cpu = new double[RUNS];
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        for (int run = 0; run < RUNS; run++) {
            long start = System.nanoTime();
            long cpuStart = threads.getCurrentThreadCpuTime();
            parse(text);
            cpu[run] = (threads.getCurrentThreadCpuTime() - cpuStart) / 1e6;
            elapsed[run] = (System.nanoTime() - start) / 1e6;
        }
        Arrays.sort(elapsed);
        Arrays.sort(cpu);
        return new double[] {elapsed[RUNS / 2], cpu[RUNS / 2]};
    }

    private static void parse(String text) {
        Parsed<ComposeFile> parsed = ComposeFiles.parse(SourceText.of("benchmark", text));
        if (parsed.value().isEmpty()) {
            throw new IllegalStateException(parsed.diagnostics().toString());
        }
    }

    /** Every tenth service begins a network of its own; each depends on the one before it. */
    static String document(int services) {
        StringBuilder text = new StringBuilder("apiVersion: v1\nnetworks:\n");
        for (int i = 0; i < services; i += 10) {
            text.append("  net%d: {subnet: 10.%d.%d.0/24}\n".formatted(i / 10, i / 2560, i / 10 % 256));
        }
        text.append("services:\n");
        for (int i = 0; i < services; i++) {
            text.append("""
                      svc%d:
                        image: registry.example.org/team/app:1.%d
                        resources: {cpu: 2, memory: 512MiB}
                        networks: [{name: net%d, staticIp: 10.%d.%d.%d}]
                        ports: ["%d:80"]
                        labels: {tier: data}
                        restartPolicy: always
                        healthcheck: {tcp: 80, interval: 5s}
                        dependsOn: [svc%d]
                    """.formatted(i, i, i / 10, i / 2560, i / 10 % 256, 10 + i % 10, 1_000 + i, i == 0 ? 0 : i - 1)
                    .replace("    dependsOn: [svc0]\n", i == 0 ? "" : "    dependsOn: [svc0]\n"));
        }
        return text.toString();
    }
}
