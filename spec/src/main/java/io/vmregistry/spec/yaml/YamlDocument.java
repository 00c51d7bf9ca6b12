package io.vmregistry.spec.yaml;

import io.vmregistry.spec.diagnostic.Diagnostic;
import io.vmregistry.spec.text.SourceText;
import java.util.List;
import java.util.Optional;

/**
 * What could be read of a text.
 *
 * @param root the document's value; after a syntax error, as much of it as could be read
 * @param whole false when parts of the text are missing from the tree, so that nothing can be said of what is absent
 */
public record YamlDocument(SourceText source, Optional<YamlNode> root, boolean whole, List<Diagnostic> diagnostics) {

    public YamlDocument {
        diagnostics = List.copyOf(diagnostics);
    }
}
