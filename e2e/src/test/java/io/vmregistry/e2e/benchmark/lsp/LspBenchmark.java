package io.vmregistry.e2e.benchmark.lsp;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.eclipse.lsp4j.Position;

/**
 * Our language server beside {@code yaml-language-server} with our JSON Schema: the same document, the same keys, taking
 * turns. Run by hand: {@code e2e/bin/lsp-benchmark [SERVICES…]}.
 */
public final class LspBenchmark {

    private static final int STARTS = 3;
    private static final int WARM_UP = 150;
    private static final int KEYSTROKES = 200;
    private static final int COMPLETIONS = 100;

    /** What a server may use for all that is measured with one document; one that is slow is asked less often. */
    private static final Duration BUDGET = Duration.ofMinutes(4);

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** The protocol's library logs that a stream is closed. Held here, since a logger that nobody holds is forgotten. */
    private static final Logger PROTOCOL = Logger.getLogger("org.eclipse.lsp4j.jsonrpc");

    private LspBenchmark() {}

    /** @param arguments the folder of the peer's Node packages; then the numbers of services (100, 1000, 10000) */
    public static void main(String... arguments) throws Exception {
        PROTOCOL.setLevel(Level.OFF);
        List<Contender> contenders = List.of(Contender.ours(), Contender.peer(Path.of(arguments[0])));
        List<Integer> sizes = arguments.length > 1
                ? Arrays.stream(arguments).skip(1).map(Integer::parseInt).toList()
                : List.of(100, 1_000, 10_000);
        System.out.printf(
                "The same keys for both over standard input and output, %d processors, Java %s. Up to %d keystrokes and %d"
                        + " completions after up to %d of each to warm up; %d starts.%n%n",
                Runtime.getRuntime().availableProcessors(),
                Runtime.version(),
                KEYSTROKES,
                COMPLETIONS,
                WARM_UP,
                STARTS);
        System.out.printf(
                "| services | lines | server | %s | keystrokes | completions |%n|%s%n",
                String.join(" | ", Figures.COLUMNS), "---|".repeat(Figures.COLUMNS.size() + 5));
        for (int services : sizes) {
            measure(contenders, new ServiceDocument(services));
        }
    }

    private static void measure(List<Contender> contenders, ServiceDocument document) throws Exception {
        List<Figures> measured = new ArrayList<>();
        for (Contender contender : contenders) {
            Optional<Figures> figures = measure(contender, document);
            figures.ifPresent(measured::add);
            System.out.println(row(
                    document,
                    contender.name(),
                    figures.map(one -> shown(one.values(), "%.1f")).orElse("no answer within %s".formatted(PATIENCE)),
                    figures.map(one -> "%d | %d"
                                    .formatted(
                                            one.keystrokes().size(),
                                            one.completions().size()))
                            .orElse("0 | 0")));
        }
        if (measured.size() == contenders.size()) {
            System.out.println(
                    row(document, "ratio", shown(measured.getFirst().ratios(measured.getLast()), "%.1f ×"), " | "));
        }
    }

    private static String row(ServiceDocument document, String name, String values, String counts) {
        return "| %d | %d | %s | %s | %s |"
                .formatted(document.services(), document.services() * ServiceDocument.LINES, name, values, counts);
    }

    private static String shown(List<Double> values, String format) {
        return values.stream()
                .map(value -> String.format(Locale.ROOT, format, value))
                .collect(Collectors.joining(" | "));
    }

    /** Empty when the server does not answer at all. */
    private static Optional<Figures> measure(Contender contender, ServiceDocument document) throws Exception {
        System.err.printf("%s, %d services…%n", contender.name(), document.services());
        String text = document.text();
        try {
            List<Duration> starts = new ArrayList<>();
            for (int start = 1; start < STARTS; start++) {
                try (Editing editing = Editing.start(contender, PATIENCE)) {
                    starts.add(editing.open(text));
                }
            }
            try (Editing editing = Editing.start(contender, PATIENCE)) {
                starts.add(editing.open(text));
                return Optional.of(edit(editing, document, starts));
            }
        } catch (TimeoutException e) {
            return Optional.empty();
        }
    }

    private static Figures edit(Editing editing, ServiceDocument document, List<Duration> starts) throws Exception {
        // The same places for both.
        Random random = new Random(document.services());
        keystrokes(editing, document, random, WARM_UP);
        completions(editing, document, random, WARM_UP);
        List<Duration> keystrokes = keystrokes(editing, document, random, KEYSTROKES);
        List<Duration> completions = completions(editing, document, random, COMPLETIONS);
        Map.Entry<Long, Long> memory = editing.memory();
        return new Figures(starts, keystrokes, completions, memory.getKey(), memory.getValue());
    }

    private static List<Duration> keystrokes(Editing editing, ServiceDocument document, Random random, int count)
            throws Exception {
        List<Duration> taken = new ArrayList<>();
        long end = System.nanoTime() + BUDGET.dividedBy(4).toNanos();
        while (taken.size() < count && (taken.isEmpty() || System.nanoTime() < end)) {
            Position at = document.processors(random.nextInt(document.services()));
            taken.add(editing.keystroke(at, true));
            taken.add(editing.keystroke(at, false));
        }
        return taken;
    }

    private static List<Duration> completions(Editing editing, ServiceDocument document, Random random, int count)
            throws Exception {
        List<Duration> taken = new ArrayList<>();
        long end = System.nanoTime() + BUDGET.dividedBy(4).toNanos();
        while (taken.size() < count && (taken.isEmpty() || System.nanoTime() < end)) {
            Position at = document.replicas(random.nextInt(document.services()));
            Editing.Completed completed = editing.complete(at);
            // An empty answer is quick; it is none.
            if (!completed.labels().contains("restartPolicy")) {
                throw new IllegalStateException("The answer lacks what may stand there: " + completed.labels());
            }
            taken.add(completed.taken());
        }
        return taken;
    }
}
