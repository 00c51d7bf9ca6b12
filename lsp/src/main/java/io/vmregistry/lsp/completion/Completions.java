package io.vmregistry.lsp.completion;

import io.vmregistry.lsp.document.OpenDocument;
import io.vmregistry.lsp.image.ImageNames;
import io.vmregistry.lsp.outline.Place;
import io.vmregistry.spec.schema.Schema;
import io.vmregistry.spec.schema.Shape;
import io.vmregistry.spec.schema.Shape.Fields;
import io.vmregistry.spec.schema.Shape.Items;
import io.vmregistry.spec.schema.Shape.Names;
import java.util.List;
import org.eclipse.lsp4j.CompletionList;
import org.eclipse.lsp4j.Position;

/** What may be written at a place of a document that need not be finished: keys, values, names, snippets. */
public final class Completions {

    private final ImageNames images;
    private final boolean snippets;

    /** @param snippets whether the client lets the user fill in parts of what is inserted */
    public Completions(ImageNames images, boolean snippets) {
        this.images = images;
        this.snippets = snippets;
    }

    public CompletionList at(OpenDocument document, Position position) {
        Place place = document.placeAt(position);
        Proposals proposals = new Proposals(document, place, snippets);
        document.schema().ifPresent(schema -> propose(document, schema, place, proposals));
        return new CompletionList(proposals.isIncomplete(), proposals.items());
    }

    private void propose(OpenDocument document, Schema schema, Place place, Proposals proposals) {
        List<Shape> shapes = schema.shapesAt(place.path());
        switch (place.kind()) {
            case KEY -> shapes.forEach(shape -> keys(shape, document, place, proposals));
            case VALUE -> values(shapes, document, schema, place, proposals);
            case START -> {
                shapes.forEach(shape -> keys(shape, document, place, proposals));
                shapes.forEach(shape -> items(shape, place, proposals));
                values(shapes, document, schema, place, proposals);
            }
            case TEXT, NOTHING -> {}
        }
    }

    private static void keys(Shape shape, OpenDocument document, Place place, Proposals proposals) {
        if (shape instanceof Fields fields) {
            KeyProposals.fields(fields, place, proposals);
            Snippet.at(document.kind().orElseThrow(), place).forEach(snippet -> proposals.snippet(snippet, false));
        } else if (shape instanceof Names) {
            Snippet.at(document.kind().orElseThrow(), place).forEach(snippet -> proposals.snippet(snippet, false));
            KeyProposals.names(document.names(), place, proposals);
        }
    }

    /** The dash of a list's first item. */
    private static void items(Shape shape, Place place, Proposals proposals) {
        if (shape instanceof Items(Shape item, int min) && !place.flow()) {
            KeyProposals.item(item, proposals);
        }
    }

    private void values(List<Shape> shapes, OpenDocument document, Schema schema, Place place, Proposals proposals) {
        ValueProposals values = new ValueProposals(document, place, proposals, images);
        values.references();
        shapes.forEach(shape -> values.of(shape, schema.field(place.path())));
    }
}
