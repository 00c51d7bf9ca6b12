package io.vmregistry.spec.yaml;

import io.vmregistry.spec.diagnostic.Diagnostic;
import io.vmregistry.spec.text.SourceText;
import java.util.List;
import java.util.Optional;

/**
 * What became of a document: its tree as far as it could be read, its diagnostics in the order of the text, and its value
 * when there is no error among them.
 */
public record Parsed<T>(SourceText source, Optional<YamlNode> tree, Optional<T> value, List<Diagnostic> diagnostics) {

    public Parsed {
        diagnostics = List.copyOf(diagnostics);
    }

    public boolean hasErrors() {
        return diagnostics.stream().anyMatch(Diagnostic::isError);
    }

    public List<Diagnostic> errors() {
        return diagnostics.stream().filter(Diagnostic::isError).toList();
    }

    public List<Diagnostic> warnings() {
        return diagnostics.stream().filter(found -> !found.isError()).toList();
    }
}
