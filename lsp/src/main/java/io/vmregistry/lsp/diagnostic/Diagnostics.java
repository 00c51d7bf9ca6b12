package io.vmregistry.lsp.diagnostic;

import io.vmregistry.lsp.document.OpenDocument;
import io.vmregistry.lsp.document.Places;
import io.vmregistry.spec.diagnostic.Code;
import io.vmregistry.spec.diagnostic.Diagnostic;
import io.vmregistry.spec.yaml.Checked;
import java.util.List;
import java.util.Locale;
import org.eclipse.lsp4j.DiagnosticCodeDescription;
import org.eclipse.lsp4j.DiagnosticRelatedInformation;
import org.eclipse.lsp4j.DiagnosticSeverity;
import org.eclipse.lsp4j.DiagnosticTag;
import org.eclipse.lsp4j.Location;
import org.eclipse.lsp4j.Range;

/** What the language's front end says of a document, in the protocol's terms: the same that the daemon would say. */
public final class Diagnostics {

    private static final String SOURCE = "vm-registry";

    /** The first of them, in a document that is wrong everywhere. */
    private static final int MOST = 1_000;

    private static final String REFERENCE = "https://vmregistry.io/docs/reference/diagnostics#";

    private Diagnostics() {}

    /** Empty for a document that is none of ours. */
    public static List<org.eclipse.lsp4j.Diagnostic> of(OpenDocument document) {
        return document.checked().map(Checked::diagnostics).orElse(List.of()).stream()
                .limit(MOST)
                .map(found -> translated(document, found))
                .toList();
    }

    /** For a document that is larger than anything that is read. */
    public static org.eclipse.lsp4j.Diagnostic tooLarge() {
        org.eclipse.lsp4j.Diagnostic diagnostic = new org.eclipse.lsp4j.Diagnostic(
                new Range(
                        Places.of(io.vmregistry.spec.text.Position.START),
                        Places.of(io.vmregistry.spec.text.Position.START)),
                "the file is too large to be read\nput large contents into files of their own",
                DiagnosticSeverity.Error,
                SOURCE);
        setCode(diagnostic, Code.YAML_TOO_LARGE);
        return diagnostic;
    }

    public static org.eclipse.lsp4j.Diagnostic translated(OpenDocument document, Diagnostic found) {
        String message = found.message() + found.hint().map(hint -> "\n" + hint).orElse("");
        org.eclipse.lsp4j.Diagnostic translated =
                new org.eclipse.lsp4j.Diagnostic(Places.of(found.range()), message, severity(found), SOURCE);
        setCode(translated, found.code());
        translated.setRelatedInformation(found.related().stream()
                .map(related -> new DiagnosticRelatedInformation(
                        new Location(document.uri(), Places.of(related.range())), related.message()))
                .toList());
        if (found.code() == Code.NETWORK_UNUSED || found.code() == Code.VOLUME_UNUSED) {
            translated.setTags(List.of(DiagnosticTag.Unnecessary));
        }
        return translated;
    }

    private static void setCode(org.eclipse.lsp4j.Diagnostic diagnostic, Code code) {
        diagnostic.setCode(code.id());
        diagnostic.setCodeDescription(
                new DiagnosticCodeDescription(REFERENCE + code.id().toLowerCase(Locale.ROOT)));
    }

    /** The editor's environment is not that of the shell in which the document will be used. */
    private static DiagnosticSeverity severity(Diagnostic found) {
        boolean unset = found.code() == Code.VARIABLE_UNSET || found.code() == Code.VARIABLE_REQUIRED;
        return found.isError() && !unset ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning;
    }
}
