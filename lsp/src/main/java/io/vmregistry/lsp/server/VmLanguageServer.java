package io.vmregistry.lsp.server;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.CompletableFuture;
import org.eclipse.lsp4j.InitializeParams;
import org.eclipse.lsp4j.InitializeResult;
import org.eclipse.lsp4j.ServerCapabilities;
import org.eclipse.lsp4j.ServerInfo;
import org.eclipse.lsp4j.TextDocumentSyncKind;
import org.eclipse.lsp4j.TextDocumentSyncOptions;
import org.eclipse.lsp4j.services.LanguageClient;
import org.eclipse.lsp4j.services.LanguageClientAware;
import org.eclipse.lsp4j.services.LanguageServer;
import org.eclipse.lsp4j.services.TextDocumentService;
import org.eclipse.lsp4j.services.WorkspaceService;

/** The server's lifecycle. It announces what it does and no more: document synchronisation and diagnostics. */
public final class VmLanguageServer implements LanguageServer, LanguageClientAware {

    private final Documents documents = new Documents();
    private volatile boolean shutDown;

    @Override
    public void connect(LanguageClient client) {
        documents.connect(requireNonNull(client, "client"));
    }

    @Override
    public CompletableFuture<InitializeResult> initialize(InitializeParams parameters) {
        TextDocumentSyncOptions synchronisation = new TextDocumentSyncOptions();
        synchronisation.setOpenClose(true);
        synchronisation.setChange(TextDocumentSyncKind.Incremental);
        ServerCapabilities capabilities = new ServerCapabilities();
        capabilities.setTextDocumentSync(synchronisation);
        return CompletableFuture.completedFuture(new InitializeResult(capabilities, new ServerInfo("vmr-lsp")));
    }

    @Override
    public CompletableFuture<Object> shutdown() {
        shutDown = true;
        return CompletableFuture.completedFuture(new Object());
    }

    @Override
    public void exit() {
        System.exit(exitCode());
    }

    /** 0 after a shutdown request, 1 without one, as the protocol wants. */
    public int exitCode() {
        return shutDown ? 0 : 1;
    }

    @Override
    public TextDocumentService getTextDocumentService() {
        return documents;
    }

    @Override
    public WorkspaceService getWorkspaceService() {
        return documents.workspace();
    }
}
