package io.vmregistry.lsp.action;

import io.vmregistry.lsp.document.OpenDocument;
import io.vmregistry.lsp.document.Places;
import io.vmregistry.spec.yaml.YamlNode.Entry;
import io.vmregistry.spec.yaml.YamlNode.Scalar;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.eclipse.lsp4j.CodeAction;
import org.eclipse.lsp4j.CodeActionKind;
import org.eclipse.lsp4j.CreateFile;
import org.eclipse.lsp4j.CreateFileOptions;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.SnippetTextEdit;
import org.eclipse.lsp4j.TextDocumentEdit;
import org.eclipse.lsp4j.TextEdit;
import org.eclipse.lsp4j.VersionedTextDocumentIdentifier;
import org.eclipse.lsp4j.WorkspaceEdit;
import org.eclipse.lsp4j.jsonrpc.messages.Either;

/** Moves an inline text of cloud-init into a file of its own beside the document. */
final class NewFile {

    private NewFile() {}

    /** Empty for a document that is no file. */
    static Optional<CodeAction> from(OpenDocument document, String service, Entry entry, Scalar text) {
        String name = "%s-%s.yaml".formatted(service, entry.name());
        if (!service.matches("[a-z0-9-]+")) {
            return Optional.empty();
        }
        return document.surroundings()
                .folder()
                .map(folder -> folder.resolve(name))
                .map(path -> action(document, entry, text, name, path));
    }

    private static CodeAction action(OpenDocument document, Entry entry, Scalar text, String name, Path path) {
        String uri = path.toUri().toString();
        CreateFile create = new CreateFile(uri, new CreateFileOptions(false, false));
        CodeAction action = new CodeAction("Move the text to " + name);
        action.setKind(CodeActionKind.RefactorExtract);
        action.setEdit(new WorkspaceEdit(List.of(
                Either.forRight(create),
                Either.forLeft(edit(uri, null, new Range(new Position(0, 0), new Position(0, 0)), text.text())),
                Either.forLeft(edit(
                        document.uri(),
                        document.version(),
                        Places.of(entry.range()),
                        "%sFile: ./%s".formatted(entry.name(), name)
                                + (text.style() == Scalar.Style.BLOCK ? lineEnd(document, entry) : ""))))));
        return action;
    }

    /** A block's range may reach over its last line's end. */
    private static String lineEnd(OpenDocument document, Entry entry) {
        return entry.range().end().column() == 1 ? Edits.lineBreak(document) : "";
    }

    private static TextDocumentEdit edit(
            String uri, @org.jspecify.annotations.Nullable Integer version, Range range, String text) {
        List<Either<TextEdit, SnippetTextEdit>> edits = List.of(Either.forLeft(new TextEdit(range, text)));
        return new TextDocumentEdit(new VersionedTextDocumentIdentifier(uri, version), edits);
    }
}
