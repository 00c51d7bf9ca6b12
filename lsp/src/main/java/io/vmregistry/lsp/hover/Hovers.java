package io.vmregistry.lsp.hover;

import io.vmregistry.lsp.document.Names;
import io.vmregistry.lsp.document.OpenDocument;
import io.vmregistry.lsp.outline.Place;
import io.vmregistry.spec.schema.ReferenceDocument;
import io.vmregistry.spec.schema.Schema;
import io.vmregistry.spec.schema.Shape;
import io.vmregistry.spec.schema.Shape.Choice;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.lsp4j.Hover;
import org.eclipse.lsp4j.MarkupContent;
import org.eclipse.lsp4j.MarkupKind;
import org.eclipse.lsp4j.Position;

/** What a key means, from the schema; of a value also its canonical form and what its variables stand for. */
public final class Hovers {

    private Hovers() {}

    /** Empty where there is nothing to say. */
    public static Optional<Hover> at(OpenDocument document, Position position) {
        int offset = document.offset(position);
        Place place = document.placeAt(position);
        List<String> parts = document.schema()
                .map(schema -> parts(document, schema, place, offset))
                .orElse(List.of());
        if (parts.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Hover(
                new MarkupContent(MarkupKind.MARKDOWN, String.join("\n\n", parts)),
                document.range(place.start(), place.end())));
    }

    private static List<String> parts(OpenDocument document, Schema schema, Place place, int offset) {
        if (place.start() == place.end()) {
            return List.of();
        }
        String word = document.text().substring(place.start(), place.end());
        List<String> path = new ArrayList<>(place.path());
        if (place.kind() == Place.Kind.KEY) {
            path.add(word);
        }
        List<String> parts = new ArrayList<>();
        Optional<Names.Use> name = document.names().at(offset);
        name.ifPresent(use -> parts.add(Definitions.describe(document, use)));
        if (place.kind() != Place.Kind.KEY) {
            parts.addAll(ValueMeaning.of(
                    schema.shapesAt(path), word, document.surroundings().variables()));
            optionOf(schema.shapesAt(path), word).ifPresent(parts::add);
        }
        schema.field(path).map(ReferenceDocument::of).ifPresent(parts::add);
        return parts;
    }

    private static Optional<String> optionOf(List<Shape> shapes, String word) {
        return shapes.stream()
                .filter(Choice.class::isInstance)
                .flatMap(shape -> ((Choice) shape).options().stream())
                .filter(option -> option.value().equals(word))
                .findFirst()
                .map(option -> "`%s`: %s".formatted(option.value(), option.description()));
    }
}
