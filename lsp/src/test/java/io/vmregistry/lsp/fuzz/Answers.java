package io.vmregistry.lsp.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmregistry.lsp.action.Actions;
import io.vmregistry.lsp.completion.Completions;
import io.vmregistry.lsp.diagnostic.Diagnostics;
import io.vmregistry.lsp.document.OpenDocument;
import io.vmregistry.lsp.format.Formatting;
import io.vmregistry.lsp.hover.Hovers;
import io.vmregistry.lsp.image.ImageNames;
import io.vmregistry.lsp.navigation.References;
import io.vmregistry.lsp.navigation.Renaming;
import io.vmregistry.lsp.structure.Colours;
import io.vmregistry.lsp.structure.Folds;
import io.vmregistry.lsp.structure.Hints;
import io.vmregistry.lsp.structure.Lenses;
import io.vmregistry.lsp.structure.Links;
import io.vmregistry.lsp.structure.Selections;
import io.vmregistry.lsp.structure.Symbols;
import java.util.List;
import org.eclipse.lsp4j.CodeActionContext;
import org.eclipse.lsp4j.CodeActionParams;
import org.eclipse.lsp4j.DocumentSymbol;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.SelectionRange;
import org.eclipse.lsp4j.TextDocumentIdentifier;

/** Asks a document everything, and looks whether every range of the answers lies in the text. */
final class Answers {

    private static final Completions COMPLETIONS = new Completions(ImageNames.none(), true);

    private Answers() {}

    static void atCursor(OpenDocument document, Position position) {
        COMPLETIONS
                .at(document, position)
                .getItems()
                .forEach(item -> inside(document, item.getTextEdit().getLeft().getRange()));
        Hovers.at(document, position).ifPresent(hover -> inside(document, hover.getRange()));
    }

    static void everything(OpenDocument document, Position position) {
        atCursor(document, position);
        Diagnostics.of(document).forEach(found -> {
            inside(document, found.getRange());
            found.getRelatedInformation()
                    .forEach(related -> inside(document, related.getLocation().getRange()));
        });
        References.definition(document, position).forEach(found -> inside(document, found.getRange()));
        References.references(document, position, true).forEach(found -> inside(document, found.getRange()));
        References.highlights(document, position).forEach(found -> inside(document, found.getRange()));
        Renaming.prepare(document, position).ifPresent(found -> inside(document, found.getRange()));
        assertThat(Renaming.rename(document, position, "other")).isNotNull();
        Symbols.of(document).forEach(symbol -> inside(document, symbol));
        Folds.of(document).forEach(fold -> {
            assertThat(fold.getStartLine()).isBetween(0, fold.getEndLine());
            assertThat(fold.getEndLine()).isLessThan(document.source().lineCount());
        });
        Selections.of(document, List.of(position)).forEach(selection -> nested(document, selection));
        colours(document);
        Formatting.edits(document).forEach(edit -> inside(document, edit.getRange()));
        Links.of(document).forEach(link -> inside(document, link.getRange()));
        Range whole = document.range(0, document.text().length());
        Hints.of(document, whole).forEach(hint -> inside(document, new Range(hint.getPosition(), hint.getPosition())));
        Lenses.of(document).forEach(lens -> inside(document, lens.getRange()));
        Actions.of(
                        document,
                        new CodeActionParams(
                                new TextDocumentIdentifier(document.uri()),
                                new Range(position, position),
                                new CodeActionContext(List.of())))
                .stream()
                .filter(action -> action.getEdit().getChanges() != null)
                .flatMap(action -> action.getEdit().getChanges().values().stream())
                .forEach(edits -> edits.forEach(edit -> inside(document, edit.getRange())));
    }

    private static void inside(OpenDocument document, DocumentSymbol symbol) {
        inside(document, symbol.getRange());
        inside(document, symbol.getSelectionRange());
        contains(symbol.getRange(), symbol.getSelectionRange());
        if (symbol.getChildren() != null) {
            symbol.getChildren().forEach(child -> {
                contains(symbol.getRange(), child.getRange());
                inside(document, child);
            });
        }
    }

    private static void nested(OpenDocument document, SelectionRange selection) {
        inside(document, selection.getRange());
        if (selection.getParent() != null) {
            contains(selection.getParent().getRange(), selection.getRange());
            nested(document, selection.getParent());
        }
    }

    private static void colours(OpenDocument document) {
        List<Integer> data = Colours.of(document).getData();
        int line = 0;
        int column = 0;
        for (int i = 0; i < data.size(); i += 5) {
            column = data.get(i) == 0 ? column + data.get(i + 1) : data.get(i + 1);
            line += data.get(i);
            inside(document, new Range(new Position(line, column), new Position(line, column + data.get(i + 2))));
        }
    }

    private static void contains(Range outer, Range inner) {
        assertThat(compare(outer.getStart(), inner.getStart()))
                .as("%s in %s", inner, outer)
                .isNotPositive();
        assertThat(compare(inner.getEnd(), outer.getEnd()))
                .as("%s in %s", inner, outer)
                .isNotPositive();
    }

    private static int compare(Position a, Position b) {
        return a.getLine() != b.getLine()
                ? Integer.compare(a.getLine(), b.getLine())
                : Integer.compare(a.getCharacter(), b.getCharacter());
    }

    private static void inside(OpenDocument document, Range range) {
        assertThat(compare(range.getStart(), range.getEnd()))
                .as("order of %s", range)
                .isNotPositive();
        for (Position position : List.of(range.getStart(), range.getEnd())) {
            assertThat(position.getLine())
                    .as("line of %s", range)
                    .isBetween(0, document.source().lineCount() - 1);
            // Behind a line's last character there may be its end, of one or two.
            assertThat(position.getCharacter())
                    .as("column of %s", range)
                    .isBetween(0, document.source().line(position.getLine() + 1).length() + 1);
        }
    }
}
