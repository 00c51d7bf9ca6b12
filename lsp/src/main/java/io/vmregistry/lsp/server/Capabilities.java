package io.vmregistry.lsp.server;

import io.vmregistry.lsp.structure.Colours;
import java.util.List;
import org.eclipse.lsp4j.CodeActionKind;
import org.eclipse.lsp4j.CodeActionOptions;
import org.eclipse.lsp4j.CodeLensOptions;
import org.eclipse.lsp4j.CompletionOptions;
import org.eclipse.lsp4j.DocumentLinkOptions;
import org.eclipse.lsp4j.InitializeParams;
import org.eclipse.lsp4j.RenameOptions;
import org.eclipse.lsp4j.SaveOptions;
import org.eclipse.lsp4j.SemanticTokensServerFull;
import org.eclipse.lsp4j.SemanticTokensWithRegistrationOptions;
import org.eclipse.lsp4j.ServerCapabilities;
import org.eclipse.lsp4j.TextDocumentSyncKind;
import org.eclipse.lsp4j.TextDocumentSyncOptions;

/** What the server does, and what a client can take. */
final class Capabilities {

    private Capabilities() {}

    static ServerCapabilities announced() {
        ServerCapabilities announced = new ServerCapabilities();
        announced.setTextDocumentSync(synchronisation());
        announced.setCompletionProvider(new CompletionOptions(false, List.of(":", " ", "-", "/", "{", "[", ",")));
        announced.setHoverProvider(true);
        announced.setDefinitionProvider(true);
        announced.setReferencesProvider(true);
        announced.setDocumentHighlightProvider(true);
        announced.setRenameProvider(new RenameOptions(true));
        announced.setDocumentSymbolProvider(true);
        announced.setFoldingRangeProvider(true);
        announced.setSelectionRangeProvider(true);
        announced.setDocumentFormattingProvider(true);
        announced.setDocumentLinkProvider(new DocumentLinkOptions(false));
        announced.setInlayHintProvider(true);
        announced.setCodeLensProvider(new CodeLensOptions(false));
        announced.setCodeActionProvider(new CodeActionOptions(
                List.of(CodeActionKind.QuickFix, CodeActionKind.RefactorRewrite, CodeActionKind.RefactorExtract)));
        announced.setSemanticTokensProvider(new SemanticTokensWithRegistrationOptions(
                Colours.legend(), new SemanticTokensServerFull(false), false));
        return announced;
    }

    private static TextDocumentSyncOptions synchronisation() {
        TextDocumentSyncOptions synchronisation = new TextDocumentSyncOptions();
        synchronisation.setOpenClose(true);
        synchronisation.setChange(TextDocumentSyncKind.Incremental);
        synchronisation.setSave(new SaveOptions(false));
        return synchronisation;
    }

    static boolean takesSnippets(InitializeParams client) {
        return client.getCapabilities() != null
                && client.getCapabilities().getTextDocument() != null
                && client.getCapabilities().getTextDocument().getCompletion() != null
                && client.getCapabilities().getTextDocument().getCompletion().getCompletionItem() != null
                && Boolean.TRUE.equals(client.getCapabilities()
                        .getTextDocument()
                        .getCompletion()
                        .getCompletionItem()
                        .getSnippetSupport());
    }

    static boolean registersWatchers(InitializeParams client) {
        return client.getCapabilities() != null
                && client.getCapabilities().getWorkspace() != null
                && client.getCapabilities().getWorkspace().getDidChangeWatchedFiles() != null
                && Boolean.TRUE.equals(client.getCapabilities()
                        .getWorkspace()
                        .getDidChangeWatchedFiles()
                        .getDynamicRegistration());
    }
}
