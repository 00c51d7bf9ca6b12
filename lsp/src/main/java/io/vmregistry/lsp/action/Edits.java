package io.vmregistry.lsp.action;

import io.vmregistry.lsp.diagnostic.Diagnostics;
import io.vmregistry.lsp.document.OpenDocument;
import io.vmregistry.lsp.document.Places;
import io.vmregistry.spec.diagnostic.Diagnostic;
import io.vmregistry.spec.text.TextRange;
import java.util.List;
import java.util.Map;
import org.eclipse.lsp4j.CodeAction;
import org.eclipse.lsp4j.CodeActionKind;
import org.eclipse.lsp4j.TextEdit;
import org.eclipse.lsp4j.WorkspaceEdit;

/** Code actions that change one document. */
final class Edits {

    private Edits() {}

    static CodeAction fix(OpenDocument document, Diagnostic diagnostic, String title, TextRange range, String text) {
        CodeAction action = new CodeAction(title);
        action.setKind(CodeActionKind.QuickFix);
        action.setDiagnostics(List.of(Diagnostics.translated(document, diagnostic)));
        action.setEdit(replacement(document, range, text));
        return action;
    }

    static CodeAction rewriting(OpenDocument document, String title, TextRange range, String text) {
        CodeAction action = new CodeAction(title);
        action.setKind(CodeActionKind.RefactorRewrite);
        action.setEdit(replacement(document, range, text));
        return action;
    }

    private static WorkspaceEdit replacement(OpenDocument document, TextRange range, String text) {
        return new WorkspaceEdit(Map.of(document.uri(), List.of(new TextEdit(Places.of(range), text))));
    }

    /** The line end that the document uses. */
    static String lineBreak(OpenDocument document) {
        return document.text().contains("\r\n") ? "\r\n" : "\n";
    }
}
