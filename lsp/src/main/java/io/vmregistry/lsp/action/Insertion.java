package io.vmregistry.lsp.action;

import io.vmregistry.lsp.document.OpenDocument;
import io.vmregistry.spec.schema.Shape;
import io.vmregistry.spec.schema.Shape.Choice;
import io.vmregistry.spec.schema.Shape.Field;
import io.vmregistry.spec.schema.Shape.Fields;
import io.vmregistry.spec.text.Position;
import io.vmregistry.spec.text.TextRange;
import io.vmregistry.spec.yaml.YamlNode.Entry;
import io.vmregistry.spec.yaml.YamlNode.Mapping;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Where new keys go into a mapping: before its first one, at the same column, or behind its opening brace.
 *
 * @param column the keys' column, from 1; empty in braces
 */
record Insertion(OpenDocument document, TextRange place, Optional<Integer> column) {

    /** Empty for a mapping without keys that has no braces either. */
    static Optional<Insertion> into(OpenDocument document, Mapping mapping) {
        Position start = mapping.range().start();
        String line = start.line() <= document.source().lineCount()
                ? document.source().line(start.line())
                : "";
        boolean braces = start.column() <= line.length() && line.charAt(start.column() - 1) == '{';
        if (braces && !mapping.entries().isEmpty()) {
            Position behind = new Position(start.line(), start.column() + 1);
            return Optional.of(new Insertion(document, new TextRange(behind, behind), Optional.empty()));
        }
        Optional<Entry> first = mapping.entries().stream().findFirst();
        return first.map(entry -> entry.key().range().start())
                .map(at -> new Insertion(document, new TextRange(at, at), Optional.of(at.column())));
    }

    String text(List<Field> fields) {
        if (column.isEmpty()) {
            return fields.stream()
                    .map(field -> field.name() + ": " + inline(field) + ", ")
                    .collect(Collectors.joining());
        }
        String next = Edits.lineBreak(document) + " ".repeat(column.get() - 1);
        return fields.stream()
                .map(field -> field.name() + ":" + below(field, next) + next)
                .collect(Collectors.joining());
    }

    private static String below(Field field, String next) {
        return field.example().isEmpty() && field.shape() instanceof Fields fields
                ? required(fields).stream()
                        .map(inner -> next + "  " + inner.name() + ":" + below(inner, next + "  "))
                        .collect(Collectors.joining())
                : " " + inline(field);
    }

    private static String inline(Field field) {
        return field.example().orElseGet(() -> switch (field.shape()) {
            case Fields fields ->
                required(fields).stream()
                        .map(inner -> inner.name() + ": " + inline(inner))
                        .collect(Collectors.joining(", ", "{", "}"));
            case Choice(List<Shape.Option> options) -> options.getFirst().value();
            case Shape.Items items -> "[]";
            case Shape.Names names -> "{}";
            default -> "";
        });
    }

    private static List<Field> required(Fields fields) {
        return fields.fields().stream().filter(Field::required).toList();
    }
}
