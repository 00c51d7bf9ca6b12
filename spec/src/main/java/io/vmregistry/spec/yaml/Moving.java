package io.vmregistry.spec.yaml;

import io.vmregistry.spec.diagnostic.Diagnostic;
import io.vmregistry.spec.diagnostic.Related;
import io.vmregistry.spec.text.Position;
import io.vmregistry.spec.text.TextRange;
import io.vmregistry.spec.yaml.YamlNode.Entry;
import io.vmregistry.spec.yaml.YamlNode.Mapping;
import io.vmregistry.spec.yaml.YamlNode.Scalar;
import io.vmregistry.spec.yaml.YamlNode.Sequence;
import java.util.List;

/** Trees and diagnostics, some lines further down or up. */
final class Moving {

    private Moving() {}

    static YamlNode node(YamlNode node, int lines) {
        return switch (node) {
            case Scalar scalar -> scalar(scalar, lines);
            case Sequence sequence ->
                new Sequence(
                        range(sequence.range(), lines),
                        sequence.items().stream().map(item -> node(item, lines)).toList());
            case Mapping mapping ->
                new Mapping(
                        range(mapping.range(), lines),
                        mapping.entries().stream()
                                .map(entry -> new Entry(scalar(entry.key(), lines), node(entry.value(), lines)))
                                .toList());
        };
    }

    private static Scalar scalar(Scalar scalar, int lines) {
        return new Scalar(range(scalar.range(), lines), scalar.text(), scalar.style(), scalar.kind());
    }

    static List<Diagnostic> diagnostics(List<Diagnostic> diagnostics, int lines) {
        return diagnostics.stream().map(found -> diagnostic(found, lines)).toList();
    }

    private static Diagnostic diagnostic(Diagnostic found, int lines) {
        return new Diagnostic(
                found.code(),
                found.severity(),
                found.file(),
                range(found.range(), lines),
                found.message(),
                found.hint(),
                found.related().stream()
                        .map(related -> new Related(range(related.range(), lines), related.message()))
                        .toList());
    }

    private static TextRange range(TextRange range, int lines) {
        return new TextRange(position(range.start(), lines), position(range.end(), lines));
    }

    private static Position position(Position position, int lines) {
        return new Position(position.line() + lines, position.column());
    }
}
