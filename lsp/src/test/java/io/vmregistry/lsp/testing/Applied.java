package io.vmregistry.lsp.testing;

import io.vmregistry.lsp.document.OpenDocument;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.TextEdit;
import org.eclipse.lsp4j.WorkspaceEdit;

/** What a client makes of a document with the server's edits. */
public final class Applied {

    private Applied() {}

    public static String text(OpenDocument document, Range range) {
        return document.text().substring(document.offset(range.getStart()), document.offset(range.getEnd()));
    }

    /** The document after the edits of it; those of other documents are not looked at. */
    public static String to(OpenDocument document, WorkspaceEdit edit) {
        if (edit.getChanges() != null && !edit.getChanges().isEmpty()) {
            return to(document, edit.getChanges().get(document.uri()));
        }
        List<TextEdit> edits = edit.getDocumentChanges().stream()
                .flatMap(change -> change.isLeft() ? Stream.of(change.getLeft()) : Stream.empty())
                .filter(change -> change.getTextDocument().getUri().equals(document.uri()))
                .flatMap(change -> change.getEdits().stream().map(one -> one.getLeft()))
                .toList();
        return to(document, edits);
    }

    public static String to(OpenDocument document, List<? extends TextEdit> edits) {
        String text = document.text();
        List<? extends TextEdit> fromTheEnd = edits.stream()
                .sorted(Comparator.comparingInt((TextEdit edit) ->
                                document.offset(edit.getRange().getStart()))
                        .reversed())
                .toList();
        for (TextEdit edit : fromTheEnd) {
            text = text.substring(0, document.offset(edit.getRange().getStart()))
                    + edit.getNewText()
                    + text.substring(document.offset(edit.getRange().getEnd()));
        }
        return text;
    }
}
