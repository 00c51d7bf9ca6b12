package io.vmregistry.lsp.document;

import io.vmregistry.lsp.outline.OutlineScanner;
import io.vmregistry.lsp.outline.Place;
import io.vmregistry.spec.schema.DocumentKind;
import io.vmregistry.spec.schema.Schema;
import io.vmregistry.spec.text.SourceText;
import io.vmregistry.spec.yaml.Checked;
import java.util.List;
import java.util.Optional;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.TextDocumentContentChangeEvent;
import org.jspecify.annotations.Nullable;

/**
 * One version of a document as the editor shows it. A change gives a new one. What is costly is made when it is first asked
 * for and kept; any thread may ask.
 */
public final class OpenDocument {

    private final String uri;
    private final int version;
    private final String text;
    private final Surroundings surroundings;
    private final SourceText source;
    private final Optional<DocumentKind> kind;
    private @Nullable Checked checked;
    private @Nullable Names names;

    private OpenDocument(String uri, int version, SourceText source, Surroundings surroundings) {
        this.uri = uri;
        this.version = version;
        this.text = source.text();
        this.surroundings = surroundings;
        this.source = source;
        this.kind = Recognition.of(uri, text);
    }

    public static OpenDocument of(String uri, int version, String text, Surroundings surroundings) {
        return new OpenDocument(uri, version, SourceText.of(uri, text), surroundings);
    }

    public String uri() {
        return uri;
    }

    public int version() {
        return version;
    }

    public String text() {
        return text;
    }

    public SourceText source() {
        return source;
    }

    public Surroundings surroundings() {
        return surroundings;
    }

    /** Empty when the document is none of ours. */
    public Optional<DocumentKind> kind() {
        return kind;
    }

    public Optional<Schema> schema() {
        return kind.map(Schema::of);
    }

    /** What the front end says of it; empty when the document is none of ours. */
    public Optional<Checked> checked() {
        if (kind.isEmpty()) {
            return Optional.empty();
        }
        synchronized (this) {
            if (checked == null) {
                checked = surroundings.check(source, kind.get());
            }
            return Optional.of(checked);
        }
    }

    /** The names that the document gives and uses. */
    public Names names() {
        synchronized (this) {
            if (names == null) {
                names = Names.of(text);
            }
            return names;
        }
    }

    /** What a cursor touches. */
    public Place placeAt(Position position) {
        return OutlineScanner.placeAt(text, offset(position));
    }

    public int offset(Position position) {
        return source.offset(Places.from(position));
    }

    public Range range(int start, int end) {
        return Places.of(source, start, end);
    }

    /** The same version, about which nothing is known yet. */
    public OpenDocument again() {
        return new OpenDocument(uri, version, source, surroundings);
    }

    /**
     * The document after the editor's changes, in their order. A change without a range replaces the whole text.
     * Positions behind a line's or the text's end are clamped, as the protocol wants.
     */
    public OpenDocument changed(int newVersion, List<TextDocumentContentChangeEvent> changes) {
        SourceText current = source;
        for (TextDocumentContentChangeEvent change : changes) {
            Range range = change.getRange();
            current = SourceText.of(uri, range == null ? change.getText() : replace(current, range, change.getText()));
        }
        return new OpenDocument(uri, newVersion, current, surroundings);
    }

    private static String replace(SourceText current, Range range, String replacement) {
        String text = current.text();
        int start = current.offset(Places.from(range.getStart()));
        int end = Math.max(start, current.offset(Places.from(range.getEnd())));
        return new StringBuilder(text.length() + replacement.length())
                .append(text, 0, start)
                .append(replacement)
                .append(text, end, text.length())
                .toString();
    }
}
