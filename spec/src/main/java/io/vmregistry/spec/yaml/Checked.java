package io.vmregistry.spec.yaml;

import io.vmregistry.spec.diagnostic.Diagnostic;
import io.vmregistry.spec.text.SourceText;
import java.util.List;
import java.util.Optional;

/**
 * What is to be said of a document: its tree as far as it could be read and its diagnostics in the order of the text.
 *
 * @param whole false when parts of the text are missing from the tree
 */
public record Checked(SourceText source, Optional<YamlNode> tree, boolean whole, List<Diagnostic> diagnostics) {

    public Checked {
        diagnostics = List.copyOf(diagnostics);
    }

    public boolean hasErrors() {
        return diagnostics.stream().anyMatch(Diagnostic::isError);
    }
}
