package io.vmregistry.lsp.document;

import io.vmregistry.spec.schema.DocumentKind;
import io.vmregistry.spec.text.Position;
import io.vmregistry.spec.text.SourceText;
import io.vmregistry.spec.yaml.YamlReader;
import java.util.List;
import java.util.Optional;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.TextDocumentContentChangeEvent;

/** One document as the editor shows it. Immutable: a change gives a new one. */
public record OpenDocument(String uri, int version, String text) {

    /**
     * The document after the editor's changes, in their order. A change without a range replaces the whole text.
     * Positions behind a line's or the text's end are clamped, as the protocol wants.
     */
    public OpenDocument changed(int newVersion, List<TextDocumentContentChangeEvent> changes) {
        String current = text;
        for (TextDocumentContentChangeEvent change : changes) {
            Range range = change.getRange();
            current = range == null ? change.getText() : replace(current, range, change.getText());
        }
        return new OpenDocument(uri, newVersion, current);
    }

    private String replace(String current, Range range, String replacement) {
        SourceText source = SourceText.of(uri, current);
        int start = source.offset(position(range.getStart()));
        int end = Math.max(start, source.offset(position(range.getEnd())));
        return current.substring(0, start) + replacement + current.substring(end);
    }

    private static Position position(org.eclipse.lsp4j.Position position) {
        return new Position(Math.max(0, position.getLine()) + 1, Math.max(0, position.getCharacter()) + 1);
    }

    public SourceText source() {
        return SourceText.of(uri, text);
    }

    /** What the document is, by its name, else by what it says; empty when it is none of ours. */
    public Optional<DocumentKind> kind() {
        return DocumentKind.ofFileName(uri)
                .or(() -> text.contains("vmregistry.io/")
                        ? YamlReader.read(source()).root().flatMap(DocumentKind::of)
                        : Optional.empty());
    }
}
