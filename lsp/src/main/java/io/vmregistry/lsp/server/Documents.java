package io.vmregistry.lsp.server;

import io.vmregistry.lsp.document.OpenDocument;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.lsp4j.DidChangeConfigurationParams;
import org.eclipse.lsp4j.DidChangeTextDocumentParams;
import org.eclipse.lsp4j.DidChangeWatchedFilesParams;
import org.eclipse.lsp4j.DidCloseTextDocumentParams;
import org.eclipse.lsp4j.DidOpenTextDocumentParams;
import org.eclipse.lsp4j.DidSaveTextDocumentParams;
import org.eclipse.lsp4j.PublishDiagnosticsParams;
import org.eclipse.lsp4j.TextDocumentItem;
import org.eclipse.lsp4j.services.LanguageClient;
import org.eclipse.lsp4j.services.TextDocumentService;
import org.eclipse.lsp4j.services.WorkspaceService;

/** Keeps the open documents and publishes their diagnostics at every change. The protocol's thread calls it in order. */
final class Documents implements TextDocumentService {

    private final Map<String, OpenDocument> open = new ConcurrentHashMap<>();
    private Optional<LanguageClient> client = Optional.empty();

    void connect(LanguageClient connected) {
        client = Optional.of(connected);
    }

    @Override
    public void didOpen(DidOpenTextDocumentParams parameters) {
        TextDocumentItem item = parameters.getTextDocument();
        keep(new OpenDocument(item.getUri(), item.getVersion(), item.getText()));
    }

    @Override
    public void didChange(DidChangeTextDocumentParams parameters) {
        Integer version = parameters.getTextDocument().getVersion();
        OpenDocument before = open.get(parameters.getTextDocument().getUri());
        if (before != null) {
            keep(before.changed(version == null ? before.version() + 1 : version, parameters.getContentChanges()));
        }
    }

    @Override
    public void didClose(DidCloseTextDocumentParams parameters) {
        String uri = parameters.getTextDocument().getUri();
        open.remove(uri);
        client.ifPresent(to -> to.publishDiagnostics(new PublishDiagnosticsParams(uri, List.of())));
    }

    @Override
    public void didSave(DidSaveTextDocumentParams parameters) {
        // The text is known from its changes already.
    }

    private void keep(OpenDocument document) {
        open.put(document.uri(), document);
        client.ifPresent(to -> to.publishDiagnostics(
                new PublishDiagnosticsParams(document.uri(), Diagnostics.of(document), document.version())));
    }

    /** The workspace's notifications; diagnostics rest on the open texts alone, so none of them changes anything. */
    WorkspaceService workspace() {
        return new WorkspaceService() {
            @Override
            public void didChangeConfiguration(DidChangeConfigurationParams parameters) {
                // There is no setting.
            }

            @Override
            public void didChangeWatchedFiles(DidChangeWatchedFilesParams parameters) {
                // Nothing is read from files.
            }
        };
    }
}
