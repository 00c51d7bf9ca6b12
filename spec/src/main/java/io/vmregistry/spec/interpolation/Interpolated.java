package io.vmregistry.spec.interpolation;

import io.vmregistry.spec.diagnostic.Diagnostic;
import io.vmregistry.spec.diagnostic.Findings;
import io.vmregistry.spec.text.SourceText;
import io.vmregistry.spec.text.TextRange;
import io.vmregistry.spec.yaml.Parsed;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A text in which variables were replaced. Its positions are those of the text that the user wrote.
 *
 * @param failed the expressions that could not be replaced; a word stands in their place
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
        Findings findings = new Findings(source);
        findings.addAll(diagnostics);
        findings.addAll(parsed.diagnostics().stream()
                .filter(found -> failed.stream().noneMatch(range -> overlap(range, found.range())))
                .toList());
        return new Parsed<>(
                parsed.source(),
                parsed.tree(),
                findings.hasErrors() ? Optional.empty() : parsed.value(),
                findings.sorted());
    }

    private static boolean overlap(TextRange a, TextRange b) {
        return a.start().compareTo(b.end()) < 0 && b.start().compareTo(a.end()) < 0;
    }
}
