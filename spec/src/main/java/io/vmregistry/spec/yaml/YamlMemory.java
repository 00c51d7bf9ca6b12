package io.vmregistry.spec.yaml;

import io.vmregistry.spec.diagnostic.Diagnostic;
import io.vmregistry.spec.text.SourceText;
import io.vmregistry.spec.yaml.YamlNode.Entry;
import io.vmregistry.spec.yaml.YamlNode.Mapping;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What reading one version of a document leaves for reading the next. What both have in common is read and checked once; where
 * it moved to other lines, its places move along. For one thread at a time.
 */
public final class YamlMemory {

    private Map<String, Known> earlier = new HashMap<>();
    private Map<String, Known> current = new HashMap<>();
    private IdentityHashMap<Entry, Known> byEntry = new IdentityHashMap<>();

    /** A piece that stands alone: its tree and what was said of it when it stood at {@code line}. */
    static final class Known {
        private final int line;
        private final Mapping root;
        private final List<Diagnostic> diagnostics;
        private final int nodes;
        private final Map<String, Verdict> verdicts;

        Known(int line, Mapping root, List<Diagnostic> diagnostics, int nodes, Map<String, Verdict> verdicts) {
            this.line = line;
            this.root = root;
            this.diagnostics = diagnostics;
            this.nodes = nodes;
            this.verdicts = verdicts;
        }

        Mapping root() {
            return root;
        }

        List<Diagnostic> diagnostics() {
            return diagnostics;
        }

        int nodes() {
            return nodes;
        }

        private Known at(int newLine) {
            int by = newLine - line;
            if (by == 0) {
                return this;
            }
            Map<String, Verdict> moved = HashMap.newHashMap(verdicts.size());
            verdicts.forEach((name, verdict) ->
                    moved.put(name, new Verdict(verdict.whole(), Moving.diagnostics(verdict.diagnostics(), by))));
            return new Known(
                    newLine, (Mapping) Moving.node(root, by), Moving.diagnostics(diagnostics, by), nodes, moved);
        }
    }

    /** What a check said of an entry. */
    record Verdict(boolean whole, List<Diagnostic> diagnostics) {}

    void begin() {
        earlier = current;
        current = HashMap.newHashMap(earlier.size());
        byEntry = new IdentityHashMap<>(earlier.size());
    }

    void end() {
        earlier = Map.of();
    }

    void forget() {
        earlier = Map.of();
        current = new HashMap<>();
        byEntry = new IdentityHashMap<>();
    }

    /** The piece with this text, where it stands now. */
    Optional<Known> find(String piece, SourceText source, int start) {
        Known known = earlier.get(piece);
        if (known == null || !source.isVerbatimFrom(start, start + piece.length())) {
            return Optional.empty();
        }
        Known here = known.at(source.position(start).line());
        keep(piece, here);
        return Optional.of(here);
    }

    /** {@code outcome} has no fault and its root is a mapping. */
    void learn(String piece, SourceText source, int start, TreeBuilder.Outcome outcome, int nodes) {
        if (source.isVerbatimFrom(start, start + piece.length())
                && outcome.root().orElse(null) instanceof Mapping mapping) {
            int line = source.position(start).line();
            keep(piece, new Known(line, mapping, outcome.diagnostics(), nodes, new HashMap<>()));
        }
    }

    private void keep(String piece, Known known) {
        current.put(piece, known);
        known.root.entries().forEach(entry -> byEntry.put(entry, known));
    }

    /** Whether an entry of the last document that was read stands in a piece of its own. */
    public boolean knows(Entry entry) {
        return byEntry.containsKey(entry);
    }

    /**
     * What {@code check} says of an entry of the last document that was read: asked once for the same text.
     *
     * @param question what is asked of it
     * @param whole what the check depends on beside the entry
     */
    public List<Diagnostic> verdict(Entry entry, String question, boolean whole, Supplier<List<Diagnostic>> check) {
        @Nullable Known known = byEntry.get(entry);
        if (known == null) {
            return check.get();
        }
        String asked = question + ' ' + entry.name();
        Verdict verdict = known.verdicts.get(asked);
        if (verdict == null || verdict.whole() != whole) {
            verdict = new Verdict(whole, check.get());
            known.verdicts.put(asked, verdict);
        }
        return verdict.diagnostics();
    }
}
