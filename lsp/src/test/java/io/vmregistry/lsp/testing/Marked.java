package io.vmregistry.lsp.testing;

import io.vmregistry.lsp.document.OpenDocument;
import io.vmregistry.lsp.document.Surroundings;
import io.vmregistry.spec.text.SourceText;
import java.time.Clock;
import java.util.Map;
import org.eclipse.lsp4j.Position;

/** A document with a cursor in it, which the text marks with {@code ‸}. */
public record Marked(OpenDocument document, Position cursor) {

    public static Marked compose(String marked) {
        return of("untitled:lab.VMCompose", marked, Map.of());
    }

    public static Marked vmfile(String marked) {
        return of("untitled:VMFile", marked, Map.of());
    }

    public static Marked of(String uri, String marked, Map<String, String> environment) {
        int offset = Math.max(0, marked.indexOf('‸'));
        String text = marked.replace("‸", "");
        OpenDocument document = OpenDocument.of(uri, 1, text, Surroundings.of(uri, environment, Clock.systemUTC()));
        io.vmregistry.spec.text.Position at = SourceText.of(uri, text).position(offset);
        return new Marked(document, new Position(at.line() - 1, at.column() - 1));
    }
}
