package io.vmregistry.spec.yaml;

import io.vmregistry.spec.diagnostic.Diagnostic;
import io.vmregistry.spec.diagnostic.Findings;
import io.vmregistry.spec.text.SourceText;
import io.vmregistry.spec.text.TextRange;
import io.vmregistry.spec.yaml.Pieces.Piece;
import io.vmregistry.spec.yaml.TreeBuilder.Anchored;
import io.vmregistry.spec.yaml.TreeBuilder.Before;
import io.vmregistry.spec.yaml.TreeBuilder.Outcome;
import io.vmregistry.spec.yaml.TreeBuilder.Spent;
import io.vmregistry.spec.yaml.YamlMemory.Known;
import io.vmregistry.spec.yaml.YamlNode.Entry;
import io.vmregistry.spec.yaml.YamlNode.Mapping;
import io.vmregistry.spec.yaml.YamlNode.Scalar;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a text piece by piece. A piece that reads to its end without a fault, from the state in which a mapping waits for its
 * next key, leaves the reader in that state: so pieces may be read apart, and a piece that is known may be left out. One that
 * is open at its end is read again together with those behind it. One with a fault of its own is read as far as it can be, and
 * the others do not suffer.
 */
final class PieceReader {

    /** How far a bracket or a quote is looked after that is open at its piece's end. */
    private static final int LONGEST_JOINED = 64 << 10;

    /** Characters that are read for that in all, as a multiple of the text. */
    private static final int JOINING_EFFORT = 4;

    /** Reads what may be at fault, reports that, and gives what could be read. */
    interface Recovery {
        Outcome read(String text, int base, Before before);
    }

    /** The tree, and whether all of the text is in it. */
    record Result(Optional<YamlNode> root, boolean whole, List<Diagnostic> diagnostics) {}

    private final SourceText source;
    private final String text;
    private final int base;
    private final YamlLimits limits;
    private final YamlMemory memory;
    private final Recovery recovery;
    private final Findings findings;
    private final Map<String, Anchored> anchors = new HashMap<>();
    private final Level outermost = new Level();
    private @Nullable Level below;
    private @Nullable Scalar head;
    private Spent spent = Spent.NOTHING;
    private boolean whole = true;
    private boolean refused;
    private long joined;

    PieceReader(SourceText source, String text, int base, YamlLimits limits, YamlMemory memory, Recovery recovery) {
        this.source = source;
        this.text = text;
        this.base = base;
        this.limits = limits;
        this.memory = memory;
        this.recovery = recovery;
        this.findings = new Findings(source);
    }

    /** Empty when the text cannot be read piece by piece; then nothing was reported. */
    Optional<Result> read(Pieces cut) {
        memory.begin();
        List<Piece> pieces = cut.pieces();
        for (int i = 0; i < pieces.size() && spent.nodes() <= limits.nodes(); ) {
            Piece piece = pieces.get(i);
            if (!piece.headed()) {
                endBelow();
            }
            i = take(pieces, i);
            if (refused) {
                memory.forget();
                return Optional.empty();
            }
        }
        endBelow();
        memory.end();
        return Optional.of(new Result(outermost.mapping(), whole, findings.sorted()));
    }

    /** Reads the piece at {@code index}, with those behind it if it must; returns the next one's index. */
    private int take(List<Piece> pieces, int index) {
        Piece piece = pieces.get(index);
        String own = text.substring(piece.start(), piece.end());
        Optional<Known> known = memory.find(own, source, base + piece.start());
        if (known.isPresent()) {
            spent = spent.plusNodes(known.get().nodes());
            findings.addAll(known.get().diagnostics());
            add(piece, known.get().root());
            return index + 1;
        }
        Before before = new Before(spent, anchors, piece.headed() ? 1 : 0);
        Outcome outcome = build(own, piece, before);
        int next = index + 1;
        if (outcome.fault().isPresent() && isOpen(outcome, own) && joined <= (long) JOINING_EFFORT * text.length()) {
            Joined together = join(pieces, index, before);
            outcome = together.outcome();
            next = together.next();
        }
        if (outcome.fault().isPresent()) {
            outcome = recovery.read(own, base + piece.start(), before);
            whole = false;
            next = outcome.fault().filter(fault -> !fault.recoverable()).isPresent() ? pieces.size() : index + 1;
        } else if (outcome.root().filter(Mapping.class::isInstance).isEmpty() || outcome.documents() != 1) {
            // What looked like a key was none, so the cuts are wrong.
            refused = true;
            return next;
        } else if (next == index + 1 && outcome.standsAlone(spent)) {
            memory.learn(
                    own, source, base + piece.start(), outcome, outcome.spent().nodes() - spent.nodes());
        }
        accept(piece, outcome);
        return next;
    }

    private void accept(Piece piece, Outcome outcome) {
        spent = outcome.spent();
        anchors.putAll(outcome.anchors());
        findings.addAll(outcome.diagnostics());
        if (outcome.root().isPresent() && outcome.root().get() instanceof Mapping mapping) {
            add(piece, mapping);
        }
    }

    private Outcome build(String own, Piece piece, Before before) {
        return new TreeBuilder(source, own, base + piece.start(), limits, before).build();
    }

    private static boolean isOpen(Outcome outcome, String own) {
        return outcome.fault()
                .filter(fault -> fault.recoverable()
                        && own.substring(Math.min(fault.offset(), own.length())).isBlank())
                .isPresent();
    }

    private record Joined(Outcome outcome, int next) {}

    /** Reads on over ever more pieces of the same level, until what is open is closed or a fault is certain. */
    private Joined join(List<Piece> pieces, int index, Before before) {
        Piece first = pieces.get(index);
        for (int count = 2; ; count *= 2) {
            int last = Math.min(index + count, pieces.size()) - 1;
            String longer =
                    text.substring(first.start(), Math.min(pieces.get(last).end(), first.start() + LONGEST_JOINED));
            joined += longer.length();
            Outcome outcome = build(longer, first, before);
            boolean exhausted = last == pieces.size() - 1 || longer.length() == LONGEST_JOINED;
            if (outcome.fault().isEmpty() || exhausted || !isOpen(outcome, longer)) {
                boolean oneLevel = pieces.subList(index, last + 1).stream()
                        .allMatch(piece -> piece.headed() == first.headed() && !piece.heads());
                refused |= outcome.fault().isEmpty() && !oneLevel;
                return new Joined(outcome, last + 1);
            }
        }
    }

    private void add(Piece piece, Mapping mapping) {
        if (piece.heads()) {
            Optional<Entry> entry = mapping.entries().stream().findFirst();
            head = entry.map(Entry::key).orElse(null);
            below = new Level();
            if (head == null) {
                outermost.extend(mapping);
            }
            return;
        }
        Level level = piece.headed() && below != null ? below : outermost;
        level.extend(mapping);
        mapping.entries().forEach(entry -> level.add(entry, findings));
    }

    /** The pieces below a key are its value. */
    private void endBelow() {
        if (below != null && head != null) {
            Scalar key = head;
            YamlNode value = below.mapping()
                    .orElseGet(() -> new Scalar(
                            new TextRange(key.range().end(), key.range().end()),
                            "",
                            Scalar.Style.PLAIN,
                            ScalarKind.NULL));
            Entry entry = new Entry(key, value);
            spent = spent.plusNodes(1);
            outermost.extend(new Mapping(entry.range(), List.of()));
            outermost.add(entry, findings);
        }
        below = null;
        head = null;
    }

    /** A mapping that is being put together. */
    private static final class Level {
        private final List<Entry> entries = new ArrayList<>();
        private final Map<String, Scalar> names = new HashMap<>();
        private @Nullable TextRange range;

        void extend(Mapping mapping) {
            range = range == null ? mapping.range() : range.upTo(mapping.range());
        }

        void add(Entry entry, Findings findings) {
            Scalar first = names.putIfAbsent(entry.name(), entry.key());
            if (first == null) {
                entries.add(entry);
            } else {
                TreeBuilder.reportDuplicate(entry.key(), first, findings);
            }
        }

        Optional<YamlNode> mapping() {
            return Optional.ofNullable(range).map(place -> new Mapping(place, entries));
        }
    }
}
