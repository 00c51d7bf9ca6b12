package io.vmregistry.lsp.server;

import io.vmregistry.lsp.action.Actions;
import io.vmregistry.lsp.completion.Completions;
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
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.eclipse.lsp4j.CodeAction;
import org.eclipse.lsp4j.CodeActionParams;
import org.eclipse.lsp4j.CodeLens;
import org.eclipse.lsp4j.CodeLensParams;
import org.eclipse.lsp4j.Command;
import org.eclipse.lsp4j.CompletionItem;
import org.eclipse.lsp4j.CompletionList;
import org.eclipse.lsp4j.CompletionParams;
import org.eclipse.lsp4j.DefinitionParams;
import org.eclipse.lsp4j.DidChangeTextDocumentParams;
import org.eclipse.lsp4j.DidCloseTextDocumentParams;
import org.eclipse.lsp4j.DidOpenTextDocumentParams;
import org.eclipse.lsp4j.DidSaveTextDocumentParams;
import org.eclipse.lsp4j.DocumentFormattingParams;
import org.eclipse.lsp4j.DocumentHighlight;
import org.eclipse.lsp4j.DocumentHighlightParams;
import org.eclipse.lsp4j.DocumentLink;
import org.eclipse.lsp4j.DocumentLinkParams;
import org.eclipse.lsp4j.DocumentSymbol;
import org.eclipse.lsp4j.DocumentSymbolParams;
import org.eclipse.lsp4j.FoldingRange;
import org.eclipse.lsp4j.FoldingRangeRequestParams;
import org.eclipse.lsp4j.Hover;
import org.eclipse.lsp4j.HoverParams;
import org.eclipse.lsp4j.InlayHint;
import org.eclipse.lsp4j.InlayHintParams;
import org.eclipse.lsp4j.Location;
import org.eclipse.lsp4j.LocationLink;
import org.eclipse.lsp4j.PrepareRenameDefaultBehavior;
import org.eclipse.lsp4j.PrepareRenameParams;
import org.eclipse.lsp4j.PrepareRenameResult;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.ReferenceParams;
import org.eclipse.lsp4j.RenameParams;
import org.eclipse.lsp4j.SelectionRange;
import org.eclipse.lsp4j.SelectionRangeParams;
import org.eclipse.lsp4j.SemanticTokens;
import org.eclipse.lsp4j.SemanticTokensParams;
import org.eclipse.lsp4j.SymbolInformation;
import org.eclipse.lsp4j.TextDocumentIdentifier;
import org.eclipse.lsp4j.TextEdit;
import org.eclipse.lsp4j.WorkspaceEdit;
import org.eclipse.lsp4j.jsonrpc.ResponseErrorException;
import org.eclipse.lsp4j.jsonrpc.messages.Either;
import org.eclipse.lsp4j.jsonrpc.messages.Either3;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseError;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseErrorCode;
import org.eclipse.lsp4j.services.TextDocumentService;

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
    public CompletableFuture<Hover> hover(HoverParams parameters) {
        return requests.askForOne(
                uri(parameters.getTextDocument()), document -> Hovers.at(document, parameters.getPosition()));
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
                        parameters.getContext() != null
                                && parameters.getContext().isIncludeDeclaration()));
    }

    @Override
    public CompletableFuture<List<? extends DocumentHighlight>> documentHighlight(DocumentHighlightParams parameters) {
        return requests.ask(
                uri(parameters.getTextDocument()),
                List.of(),
                document -> References.highlights(document, parameters.getPosition()));
    }

    @Override
    public CompletableFuture<Either3<Range, PrepareRenameResult, PrepareRenameDefaultBehavior>> prepareRename(
            PrepareRenameParams parameters) {
        return requests.askForOne(
                uri(parameters.getTextDocument()),
                document -> Renaming.prepare(document, parameters.getPosition()).map(Either3::forSecond));
    }

    @Override
    public CompletableFuture<WorkspaceEdit> rename(RenameParams parameters) {
        return requests.askForOne(uri(parameters.getTextDocument()), document -> {
            Renaming.Outcome outcome = Renaming.rename(document, parameters.getPosition(), parameters.getNewName());
            return switch (outcome) {
                case Renaming.Outcome.Renamed(WorkspaceEdit edit) -> Optional.of(edit);
                case Renaming.Outcome.Refused(String reason) ->
                    throw new ResponseErrorException(new ResponseError(ResponseErrorCode.RequestFailed, reason, null));
            };
        });
    }

    @Override
    public CompletableFuture<List<Either<SymbolInformation, DocumentSymbol>>> documentSymbol(
            DocumentSymbolParams parameters) {
        return requests.ask(
                uri(parameters.getTextDocument()),
                List.of(),
                document -> Symbols.of(document).stream()
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
                uri(parameters.getTextDocument()), List.of(), document -> Hints.of(document, parameters.getRange()));
    }

    @Override
    public CompletableFuture<List<Either<Command, CodeAction>>> codeAction(CodeActionParams parameters) {
        return requests.ask(
                uri(parameters.getTextDocument()),
                List.of(),
                document -> Actions.of(document, parameters).stream()
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
