package io.vmregistry.lsp.server;

import io.vmregistry.lsp.document.OpenDocument;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.function.Function;
import org.eclipse.lsp4j.jsonrpc.CompletableFutures;
import org.eclipse.lsp4j.jsonrpc.ResponseErrorException;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseError;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseErrorCode;

/** Answers requests beside the thread that reads messages, each for the version that was newest when it came. */
final class Requests {

    private final Sessions sessions;
    private final ExecutorService executor;
    private final Lifecycle lifecycle;

    Requests(Sessions sessions, ExecutorService executor, Lifecycle lifecycle) {
        this.sessions = sessions;
        this.executor = executor;
        this.lifecycle = lifecycle;
    }

    /**
     * {@code nothing} is the answer for a document that is not open, or none of ours. A request that was cancelled, or whose
     * document moved on before its turn came, is not computed.
     */
    <T> CompletableFuture<T> ask(String uri, T nothing, Function<OpenDocument, T> answer) {
        Optional<ResponseError> refusal = lifecycle.refusal();
        if (refusal.isPresent()) {
            return CompletableFuture.failedFuture(new ResponseErrorException(refusal.get()));
        }
        Optional<Session> session = sessions.session(uri);
        Optional<OpenDocument> asked =
                session.map(Session::newest).filter(document -> document.kind().isPresent());
        if (session.isEmpty() || asked.isEmpty()) {
            return CompletableFuture.completedFuture(nothing);
        }
        OpenDocument document = asked.get();
        return CompletableFutures.computeAsync(executor, cancelled -> {
            cancelled.checkCanceled();
            if (session.get().newest().version() != document.version()) {
                throw new ResponseErrorException(new ResponseError(
                        ResponseErrorCode.ContentModified, "the document changed since it was asked about", null));
            }
            return answer.apply(document);
        });
    }

    /** As {@link #ask}; no answer is {@code null}, as the protocol has it and its library's types do not say. */
    @SuppressWarnings("NullAway")
    <T> CompletableFuture<T> askForOne(String uri, Function<OpenDocument, Optional<T>> answer) {
        return ask(uri, Optional.<T>empty(), answer).thenApply(found -> found.orElse(null));
    }
}
