package io.vmregistry.lsp.server;

import java.util.List;
import org.eclipse.lsp4j.DidChangeConfigurationParams;
import org.eclipse.lsp4j.DidChangeWatchedFilesParams;
import org.eclipse.lsp4j.DidChangeWatchedFilesRegistrationOptions;
import org.eclipse.lsp4j.FileSystemWatcher;
import org.eclipse.lsp4j.Registration;
import org.eclipse.lsp4j.RegistrationParams;
import org.eclipse.lsp4j.jsonrpc.messages.Either;
import org.eclipse.lsp4j.services.WorkspaceService;

/** What happens beside the open documents: files that they may name come, change and go. */
final class Workspace implements WorkspaceService {

    private final Sessions sessions;
    private final Lifecycle lifecycle;

    Workspace(Sessions sessions, Lifecycle lifecycle) {
        this.sessions = sessions;
        this.lifecycle = lifecycle;
    }

    /** Asks the client to tell of every file: a document may name any. */
    static RegistrationParams watchers() {
        return new RegistrationParams(List.of(new Registration(
                "watched-files",
                "workspace/didChangeWatchedFiles",
                new DidChangeWatchedFilesRegistrationOptions(List.of(new FileSystemWatcher(Either.forLeft("**/*")))))));
    }

    @Override
    public void didChangeConfiguration(DidChangeConfigurationParams parameters) {
        // There is no setting.
    }

    @Override
    public void didChangeWatchedFiles(DidChangeWatchedFilesParams parameters) {
        if (lifecycle.isRunning()) {
            sessions.refresh();
        }
    }
}
