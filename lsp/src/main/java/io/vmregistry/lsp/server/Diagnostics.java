package io.vmregistry.lsp.server;

import io.vmregistry.lsp.document.OpenDocument;
import io.vmregistry.spec.compose.ComposeFiles;
import io.vmregistry.spec.diagnostic.Diagnostic;
import io.vmregistry.spec.diagnostic.Severity;
import io.vmregistry.spec.schema.DocumentKind;
import io.vmregistry.spec.text.TextRange;
import io.vmregistry.spec.vmfile.VmFiles;
import java.util.List;
import org.eclipse.lsp4j.DiagnosticRelatedInformation;
import org.eclipse.lsp4j.DiagnosticSeverity;
import org.eclipse.lsp4j.Location;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.Range;

/** What the language's front end says of a document, in the protocol's terms: the same that the daemon would say. */
final class Diagnostics {

    private static final String SOURCE = "vm-registry";

    private Diagnostics() {}

    /** Empty for a document that is none of ours. */
    static List<org.eclipse.lsp4j.Diagnostic> of(OpenDocument document) {
        return document.kind().map(kind -> found(document, kind)).orElse(List.of()).stream()
                .map(diagnostic -> translate(document, diagnostic))
                .toList();
    }

    private static List<Diagnostic> found(OpenDocument document, DocumentKind kind) {
        return switch (kind) {
            case VMFILE -> VmFiles.parse(document.source()).diagnostics();
            case VMCOMPOSE -> ComposeFiles.parse(document.source()).diagnostics();
        };
    }

    private static org.eclipse.lsp4j.Diagnostic translate(OpenDocument document, Diagnostic found) {
        String message = found.message() + found.hint().map(hint -> "\n" + hint).orElse("");
        org.eclipse.lsp4j.Diagnostic translated =
                new org.eclipse.lsp4j.Diagnostic(range(found.range()), message, severity(found.severity()), SOURCE);
        translated.setCode(found.code().id());
        translated.setRelatedInformation(found.related().stream()
                .map(related -> new DiagnosticRelatedInformation(
                        new Location(document.uri(), range(related.range())), related.message()))
                .toList());
        return translated;
    }

    private static DiagnosticSeverity severity(Severity severity) {
        return switch (severity) {
            case ERROR -> DiagnosticSeverity.Error;
            case WARNING -> DiagnosticSeverity.Warning;
        };
    }

    /** Lines and UTF-16 columns count from 1 in the front end and from 0 in the protocol. */
    private static Range range(TextRange range) {
        return new Range(position(range.start()), position(range.end()));
    }

    private static Position position(io.vmregistry.spec.text.Position position) {
        return new Position(position.line() - 1, position.column() - 1);
    }
}
