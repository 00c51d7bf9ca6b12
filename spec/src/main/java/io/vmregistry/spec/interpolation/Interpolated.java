package io.vmregistry.spec.interpolation;

import io.vmregistry.spec.diagnostic.Diagnostic;
import io.vmregistry.spec.diagnostic.Findings;
import io.vmregistry.spec.text.Position;
import io.vmregistry.spec.text.SourceText;
import io.vmregistry.spec.text.TextRange;
import io.vmregistry.spec.yaml.Checked;
import io.vmregistry.spec.yaml.Parsed;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A text in which variables were replaced. Its positions are those of the text that the user wrote.
 *
 * @param failed the expressions that could not be replaced, apart from each other; a word stands in their place
 */
public record Interpolated(SourceText source, List<Diagnostic> diagnostics, List<TextRange> failed) {

    public Interpolated {
        diagnostics = List.copyOf(diagnostics);
        failed = List.copyOf(failed);
    }

    /**
     * Parses the text and gives all diagnostics in the order of the text. What the parser says of a value that holds a failed
     * expression is left out: it would speak of the word in its place.
     */
    public <T> Parsed<T> parse(Function<SourceText, Parsed<T>> parser) {
        Parsed<T> parsed = parser.apply(source);
        Findings findings = combined(parsed.diagnostics());
        return new Parsed<>(
                parsed.source(),
                parsed.tree(),
                findings.hasErrors() ? Optional.empty() : parsed.value(),
                findings.sorted());
    }

    /** As {@link #parse}, of a text that is only checked. */
    public Checked check(Function<SourceText, Checked> checker) {
        Checked checked = checker.apply(source);
        return new Checked(
                checked.source(),
                checked.tree(),
                checked.whole(),
                combined(checked.diagnostics()).sorted());
    }

    private Findings combined(List<Diagnostic> parsers) {
        Findings findings = new Findings(source);
        findings.addAll(diagnostics);
        NavigableMap<Position, TextRange> ranges = new TreeMap<>();
        failed.forEach(range -> ranges.put(range.start(), range));
        findings.addAll(parsers.stream()
                .filter(found -> !overlaps(found.range(), ranges))
                .toList());
        return findings;
    }

    /** The ranges are apart, so only the last one that starts before the end can reach behind the start. */
    private static boolean overlaps(TextRange found, NavigableMap<Position, TextRange> ranges) {
        Map.Entry<Position, TextRange> last = ranges.lowerEntry(found.end());
        return last != null && found.start().compareTo(last.getValue().end()) < 0;
    }
}
