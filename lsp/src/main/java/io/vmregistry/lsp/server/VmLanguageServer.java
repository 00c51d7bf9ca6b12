package io.vmregistry.lsp.server;

import io.vmregistry.lsp.document.OpenDocument;
import io.vmregistry.lsp.image.ImageNames;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.eclipse.lsp4j.InitializeParams;
import org.eclipse.lsp4j.InitializeResult;
import org.eclipse.lsp4j.InitializedParams;
import org.eclipse.lsp4j.MessageParams;
import org.eclipse.lsp4j.MessageType;
import org.eclipse.lsp4j.PublishDiagnosticsParams;
import org.eclipse.lsp4j.ServerInfo;
import org.eclipse.lsp4j.SetTraceParams;
import org.eclipse.lsp4j.services.LanguageClient;
import org.eclipse.lsp4j.services.LanguageClientAware;
import org.eclipse.lsp4j.services.LanguageServer;
import org.eclipse.lsp4j.services.TextDocumentService;
import org.eclipse.lsp4j.services.WorkspaceService;
import org.jspecify.annotations.Nullable;

/** The server's lifecycle, and the wiring of its parts. */
public final class VmLanguageServer implements LanguageServer, LanguageClientAware, Session.Publisher {

    private final Lifecycle lifecycle = new Lifecycle();
    private final Runnable onExit;
    private final Sessions sessions;
    private final TextDocuments documents;
    private final Workspace workspace;
    private volatile Optional<LanguageClient> client = Optional.empty();
    private volatile boolean watches;

    /** @param onExit what ends the process; called once, when the client says exit or is gone */
    public VmLanguageServer(Map<String, String> environment, ImageNames images, Runnable onExit) {
        this.onExit = onExit;
        ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
        this.sessions = new Sessions(environment, Clock.systemUTC(), executor, this);
        this.documents = new TextDocuments(sessions, new Requests(sessions, executor, lifecycle), lifecycle, images);
        this.workspace = new Workspace(sessions, lifecycle);
    }

    @Override
    public void connect(LanguageClient connected) {
        client = Optional.of(connected);
    }

    @Override
    public CompletableFuture<InitializeResult> initialize(InitializeParams parameters) {
        lifecycle.initialized();
        documents.clientTakesSnippets(Capabilities.takesSnippets(parameters));
        watches = Capabilities.registersWatchers(parameters);
        endWith(parameters.getProcessId());
        return CompletableFuture.completedFuture(
                new InitializeResult(Capabilities.announced(), new ServerInfo("vmr-lsp")));
    }

    /** A client that died without a word may leave its end of the pipe open in a child of its own. */
    private void endWith(@Nullable Integer processId) {
        if (processId != null) {
            ProcessHandle.of(processId).ifPresent(process -> {
                CompletableFuture<Void> _ = process.onExit().thenRun(onExit);
            });
        }
    }

    @Override
    public void initialized(InitializedParams parameters) {
        if (watches) {
            client.ifPresent(to -> {
                CompletableFuture<Void> _ = to.registerCapability(Workspace.watchers());
            });
        }
    }

    @Override
    public void setTrace(SetTraceParams parameters) {
        // Nothing is traced.
    }

    @Override
    public CompletableFuture<Object> shutdown() {
        lifecycle.shutDown();
        return CompletableFuture.completedFuture(new Object());
    }

    @Override
    public void exit() {
        onExit.run();
    }

    /** 0 after a shutdown request, 1 without one, as the protocol wants. */
    public int exitCode() {
        return lifecycle.exitCode();
    }

    /** A message was too large to be taken from the wire; {@code uri} is the document that it was about. */
    public void refuse(String uri) {
        sessions.refuse(uri);
    }

    @Override
    public void publish(PublishDiagnosticsParams diagnostics) {
        client.ifPresent(to -> to.publishDiagnostics(diagnostics));
    }

    @Override
    public void failed(OpenDocument document, Throwable fault) {
        client.ifPresent(to -> to.logMessage(new MessageParams(
                MessageType.Error, "Tried to check %s but failed because of %s".formatted(document.uri(), fault))));
    }

    @Override
    public TextDocumentService getTextDocumentService() {
        return documents;
    }

    @Override
    public WorkspaceService getWorkspaceService() {
        return workspace;
    }
}
