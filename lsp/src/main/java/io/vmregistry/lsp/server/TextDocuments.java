package io.vmregistry.lsp.server;

import io.vmregistry.lsp.action.Actions;
import io.vmregistry.lsp.completion.Completions;
import io.vmregistry.lsp.completion.ImageNames;
import io.vmregistry.lsp.format.Formatting;
import io.vmregistry.lsp.hover.Hovers;
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
import java.util.concurrent.CompletableFuture;
import org.eclipse.lsp4j.*;
import org.eclipse.lsp4j.jsonrpc.ResponseErrorException;
import org.eclipse.lsp4j.jsonrpc.messages.Either;
import org.eclipse.lsp4j.jsonrpc.messages.Either3;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseError;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseErrorCode;
import org.eclipse.lsp4j.services.TextDocumentService;
import org.jspecify.annotations.Nullable;

/** The protocol's requests and notifications about documents, each handed to the class that answers it. Nothing is decided here. */
final class TextDocuments implements TextDocumentService {

    private final Sessions sessions;
    private final Requests requests;
    private final Lifecycle lifecycle;
    private final ImageNames images;
    private volatile Completions completions;

    TextDocuments(Sessions sessions, Requests requests, Lifecycle lifecycle, ImageNames images) {
        this.sessions = sessions;
        this.requests = requests;
        this.lifecycle = lifecycle;
        this.images = images;
        this.completions = new Completions(images, false);
    }

    void clientTakesSnippets(boolean snippets) {
        completions = new Completions(images, snippets);
    }

    @Override
    public void didOpen(DidOpenTextDocumentParams parameters) {
        if (lifecycle.isRunning()) {
            sessions.open(parameters.getTextDocument());
        }
    }

    @Override
    public void didChange(DidChangeTextDocumentParams parameters) {
        if (lifecycle.isRunning()) {
            sessions.change(parameters);
        }
    }

    @Override
    public void didClose(DidCloseTextDocumentParams parameters) {
        if (lifecycle.isRunning()) {
            sessions.close(parameters.getTextDocument().getUri());
        }
    }

    @Override
    public void didSave(DidSaveTextDocumentParams parameters) {
        if (lifecycle.isRunning()) {
            sessions.refresh();
        }
    }

    @Override
    public CompletableFuture<Either<List<CompletionItem>, CompletionList>> completion(CompletionParams parameters) {
        return requests.ask(
                uri(parameters.getTextDocument()),
                Either.forRight(new CompletionList()),
                document -> Either.forRight(completions.at(document, parameters.getPosition())));
    }

    @Override
    public CompletableFuture<@Nullable Hover> hover(HoverParams parameters) {
        return requests.<@Nullable Hover>ask(
                uri(parameters.getTextDocument()),
                null,
                document -> Hovers.at(document, parameters.getPosition()).orElse(null));
    }

    @Override
    public CompletableFuture<Either<List<? extends Location>, List<? extends LocationLink>>> definition(
            DefinitionParams parameters) {
        return requests.ask(
                uri(parameters.getTextDocument()),
                Either.forLeft(List.of()),
                document -> Either.forLeft(References.definition(document, parameters.getPosition())));
    }

    @Override
    public CompletableFuture<List<? extends Location>> references(ReferenceParams parameters) {
        return requests.ask(
                uri(parameters.getTextDocument()),
                List.of(),
                document -> References.references(
                        document,
                        parameters.getPosition(),
                        parameters.getContext() != null && parameters.getContext().isIncludeDeclaration()));
    }

    @Override
    public CompletableFuture<List<? extends DocumentHighlight>> documentHighlight(
            DocumentHighlightParams parameters) {
        return requests.ask(
                uri(parameters.getTextDocument()),
                List.of(),
                document -> References.highlights(document, parameters.getPosition()));
    }

    @Override
    public CompletableFuture<@Nullable Either3<Range, PrepareRenameResult, PrepareRenameDefaultBehavior>>
            prepareRename(PrepareRenameParams parameters) {
        return requests.<@Nullable Either3<Range, PrepareRenameResult, PrepareRenameDefaultBehavior>>ask(
                uri(parameters.getTextDocument()), null, document -> Renaming.prepare(document, parameters.getPosition())
                        .map(Either3::<Range, PrepareRenameResult, PrepareRenameDefaultBehavior>forSecond)
                        .orElse(null));
    }

    @Override
    public CompletableFuture<@Nullable WorkspaceEdit> rename(RenameParams parameters) {
        return requests.<@Nullable WorkspaceEdit>ask(uri(parameters.getTextDocument()), null, document -> {
            Renaming.Outcome outcome =
                    Renaming.rename(document, parameters.getPosition(), parameters.getNewName());
            return switch (outcome) {
                case Renaming.Outcome.Renamed(WorkspaceEdit edit) -> edit;
                case Renaming.Outcome.Refused(String reason) ->
                    throw new ResponseErrorException(
                            new ResponseError(ResponseErrorCode.RequestFailed, reason, null));
            };
        });
    }

    @Override
    public CompletableFuture<List<Either<SymbolInformation, DocumentSymbol>>> documentSymbol(
            DocumentSymbolParams parameters) {
        return requests.ask(uri(parameters.getTextDocument()), List.of(), document -> Symbols.of(document).stream()
                .map(Either::<SymbolInformation, DocumentSymbol>forRight)
                .toList());
    }

    @Override
    public CompletableFuture<List<FoldingRange>> foldingRange(FoldingRangeRequestParams parameters) {
        return requests.ask(uri(parameters.getTextDocument()), List.of(), Folds::of);
    }

    @Override
    public CompletableFuture<List<SelectionRange>> selectionRange(SelectionRangeParams parameters) {
        return requests.ask(
                uri(parameters.getTextDocument()),
                List.of(),
                document -> Selections.of(document, parameters.getPositions()));
    }

    @Override
    public CompletableFuture<SemanticTokens> semanticTokensFull(SemanticTokensParams parameters) {
        return requests.ask(uri(parameters.getTextDocument()), new SemanticTokens(List.of()), Colours::of);
    }

    @Override
    public CompletableFuture<List<? extends TextEdit>> formatting(DocumentFormattingParams parameters) {
        return requests.ask(uri(parameters.getTextDocument()), List.of(), Formatting::edits);
    }

    @Override
    public CompletableFuture<List<DocumentLink>> documentLink(DocumentLinkParams parameters) {
        return requests.ask(uri(parameters.getTextDocument()), List.of(), Links::of);
    }

    @Override
    public CompletableFuture<List<InlayHint>> inlayHint(InlayHintParams parameters) {
        return requests.ask(
                uri(parameters.getTextDocument()),
                List.of(),
                document -> Hints.of(document, parameters.getRange()));
    }

    @Override
    public CompletableFuture<List<Either<Command, CodeAction>>> codeAction(CodeActionParams parameters) {
        return requests.ask(
                uri(parameters.getTextDocument()), List.of(), document -> Actions.of(document, parameters).stream()
                        .map(Either::<Command, CodeAction>forRight)
                        .toList());
    }

    @Override
    public CompletableFuture<List<? extends CodeLens>> codeLens(CodeLensParams parameters) {
        return requests.ask(uri(parameters.getTextDocument()), List.of(), Lenses::of);
    }

    private static String uri(TextDocumentIdentifier identifier) {
        return identifier.getUri();
    }
}
