package io.vmregistry.lsp.structure;

import io.vmregistry.lsp.document.OpenDocument;
import io.vmregistry.lsp.hover.ValueMeaning;
import io.vmregistry.lsp.outline.OutlineListener;
import io.vmregistry.lsp.outline.OutlinePath;
import io.vmregistry.lsp.outline.OutlineScanner;
import io.vmregistry.spec.net.Subnet;
import io.vmregistry.spec.schema.Format;
import io.vmregistry.spec.schema.Schema;
import io.vmregistry.spec.schema.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.lsp4j.InlayHint;
import org.eclipse.lsp4j.InlayHintKind;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.jsonrpc.messages.Either;

/** What a value comes to, shown behind it: variables replaced, quantities in canonical units, the gateway that a subnet implies. */
public final class Hints {

    private Hints() {}

    public static List<InlayHint> of(OpenDocument document, Range range) {
        int from = document.offset(range.getStart());
        int to = document.offset(range.getEnd());
        Map<String, String> variables = document.surroundings().variables();
        List<InlayHint> hints = new ArrayList<>();
        Optional<Schema> schema = document.schema();
        OutlineScanner.scan(document.text(), new OutlineListener() {
            @Override
            public void scalar(OutlinePath path, Style style, int start, int end) {
                if (style != Style.BLOCK && start >= from && end <= to && end > start) {
                    List<Shape> shapes = schema.orElseThrow().shapesAt(path.names());
                    String written = document.text().substring(start, end);
                    meaning(shapes, written, variables)
                            .ifPresent(text -> hints.add(hint(document, style == Style.QUOTED ? end + 1 : end, text)));
                }
            }
        });
        return hints;
    }

    private static Optional<String> meaning(List<Shape> shapes, String written, Map<String, String> variables) {
        Optional<String> resolved = ValueMeaning.resolved(written, variables);
        if (resolved.isPresent()) {
            return resolved.map(text -> "= " + text);
        }
        return shapes.stream()
                .flatMap(shape -> quantity(shape, written).stream())
                .findFirst();
    }

    private static Optional<String> quantity(Shape shape, String written) {
        if (shape instanceof Shape.Text(Format format) && format == Format.SUBNET) {
            return Subnet.parse(written).map(subnet -> "%s to %s".formatted(subnet.firstHost(), subnet.lastHost()));
        }
        return ValueMeaning.canonical(shape, written)
                .filter(form -> !form.equals(written))
                .map(form -> "= " + form);
    }

    private static InlayHint hint(OpenDocument document, int offset, String text) {
        int inside = Math.min(offset, document.text().length());
        InlayHint hint = new InlayHint(document.range(inside, inside).getStart(), Either.forLeft(text));
        hint.setKind(InlayHintKind.Parameter);
        hint.setPaddingLeft(true);
        return hint;
    }
}
