package io.vmregistry.registry.api;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vmregistry.registry.access.Caller;
import io.vmregistry.registry.access.Challenge;
import io.vmregistry.registry.access.Gate;
import io.vmregistry.registry.access.Need;
import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.store.blob.BlobReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** One request and its response. Handlers run on a virtual thread and may block. */
public final class Exchange {

    /** The route of a path that names nothing. */
    public static final String NOWHERE = "none";

    private static final Logger LOG = Logger.getLogger(Exchange.class);
    private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final String NOBODY = "-";

    private final HttpServerRequest request;
    private final Context loop;
    private final RequestBody body;
    private final MemoryShare.Hold hold;
    private final String id;
    private volatile String subject = NOBODY;
    private volatile String repository = NOBODY;
    private volatile String route = NOWHERE;

    private Exchange(HttpServerRequest request, Context loop, BodyMemory memory) {
        this.request = request;
        this.loop = loop;
        this.body = RequestBody.of(request, loop, memory);
        this.hold = memory.manifests().hold();
        this.id = Optional.ofNullable(request.getHeader("X-Request-Id"))
                .filter(given -> REQUEST_ID.matcher(given).matches())
                .orElseGet(() -> UUID.randomUUID().toString());
        request.response().putHeader("X-Request-Id", id);
    }

    /** Takes over a request. Called on its event loop. */
    static Exchange of(HttpServerRequest request, Context loop, BodyMemory memory) {
        return new Exchange(request, loop, memory);
    }

    public String id() {
        return id;
    }

    public HttpMethod method() {
        return request.method();
    }

    /** The path as it came: neither decoded nor normalised. */
    public String path() {
        String path = request.path();
        return path == null ? "" : path;
    }

    /** A request header's first value, or an empty text. */
    public String header(String name) {
        String value = request.getHeader(name);
        return value == null ? "" : value;
    }

    /** A query parameter's first value, or an empty text. */
    public String query(String name) {
        List<String> values = queries(name);
        return values.isEmpty() ? "" : values.getFirst();
    }

    /** All values of a query parameter, in order. */
    public List<String> queries(String name) {
        try {
            return request.params().getAll(name);
        } catch (IllegalArgumentException e) {
            throw new ApiException(
                    400,
                    ErrorCode.QUERY_INVALID,
                    "the query has a malformed percent-encoding; a % itself is written %25");
        }
    }

    public RequestBody body() {
        return body;
    }

    /** A small body as a whole. */
    public byte[] readAll(int limit) {
        return body.readAll(limit, hold);
    }

    /**
     * Holds memory for that many bytes of an answer, until it is out.
     *
     * @return false when there is no room now
     */
    public boolean tryHold(int bytes) {
        return hold.tryRaise(bytes);
    }

    /** As {@link #tryHold}, waiting for room; whoever calls it has no such bytes yet. */
    public void awaitRoom(int bytes) {
        hold.raise(bytes);
    }

    /** Gives back the memory that was held for it. */
    void release() {
        hold.close();
    }

    /** Who made the request, for the log. */
    String subject() {
        return subject;
    }

    /**
     * Notes what the path names, for the log and for metrics.
     *
     * @param template the route's path with placeholders
     */
    public void found(String template, Optional<RepositoryName> about) {
        route = template;
        repository = about.map(RepositoryName::value).orElse(NOBODY);
    }

    String route() {
        return route;
    }

    String repository() {
        return repository;
    }

    /** Lets the caller in or ends the request with a challenge. Of two tokens neither is taken. */
    public Caller admit(Gate gate, Need need) {
        List<String> tokens = request.headers().getAll("Authorization");
        String authorization = tokens.size() == 1 ? tokens.getFirst() : "";
        return switch (gate.admit(authorization, need)) {
            case Gate.Decision.Admitted(Caller caller) -> {
                subject = caller.subject().isEmpty() ? NOBODY : caller.subject();
                yield caller;
            }
            case Gate.Decision.Refused(Challenge challenge) ->
                throw new ApiException(new ApiError(
                        401,
                        ErrorCode.UNAUTHORIZED,
                        challenge.message(),
                        Map.of("WWW-Authenticate", challenge.header())));
            case Gate.Decision.Unavailable() ->
                throw new ApiException(ApiError.unavailable(
                        "the keys that tokens are verified with cannot be fetched; try again later", Faults.LATER));
        };
    }

    /** Sets a response header. */
    public Exchange with(String name, String value) {
        request.response().putHeader(name, value);
        return this;
    }

    public Exchange with(Map<String, String> headers) {
        headers.forEach(this::with);
        return this;
    }

    /** Answers without a body. */
    public void send(int status) {
        end(status, Buffer.buffer());
    }

    public void send(int status, JsonObject json) {
        with("Content-Type", "application/json").end(status, json.toBuffer());
    }

    public void send(int status, String mediaType, byte[] content) {
        with("Content-Type", mediaType).end(status, Buffer.buffer(content));
    }

    /** Answers with bytes that are in memory already; many of them are copied bit by bit, as the client takes them. */
    public void send(int status, String mediaType, int length, InputStream content) {
        if (length > OutgoingPieces.SIZE) {
            with("Content-Type", mediaType).with("Content-Length", Integer.toString(length));
            copy(content, request.response().setStatusCode(status));
            return;
        }
        try (content) {
            send(status, mediaType, content.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Answers a HEAD request: the headers of a body of this length. */
    public void sendHead(int status, long length) {
        with("Content-Length", Long.toString(length));
        request.response().setStatusCode(status).end();
    }

    /** Answers with a blob's bytes: the kernel copies them when they are a file, this thread otherwise. */
    public void send(int status, BlobReader blob) {
        HttpServerResponse response = request.response().setStatusCode(status);
        with("Content-Length", Long.toString(blob.length()));
        Optional<Path> file = blob.file();
        if (blob.length() == 0) {
            response.end();
        } else if (file.isPresent()) {
            String path = file.get().toString();
            sendFile(blob, path, response);
        } else {
            copy(blob.stream(), response);
        }
    }

    /** Waits until it is sent. The file is opened by its name: a blob that was deleted meanwhile is read on from the reader. */
    private void sendFile(BlobReader blob, String path, HttpServerResponse response) {
        CompletableFuture<@Nullable Void> sent = new CompletableFuture<>();
        loop.runOnContext(_ -> Future.succeededFuture()
                .compose(_ -> response.sendFile(path, blob.first(), blob.length()))
                .onSuccess(_ -> sent.complete(null))
                .onFailure(sent::completeExceptionally));
        try {
            sent.join();
        } catch (CompletionException e) {
            if (response.headWritten() || response.closed()) {
                abandon(response, e);
            } else {
                copy(blob.stream(), response);
            }
        }
    }

    private void copy(InputStream bytes, HttpServerResponse response) {
        try (bytes) {
            OutgoingPieces.copy(bytes, piece -> response.write(piece).toCompletionStage());
            response.end();
        } catch (IOException | CompletionException e) {
            abandon(response, e);
        }
    }

    /** The status line is out or the file is gone: closing the connection is the only way to say so. */
    private void abandon(HttpServerResponse response, Throwable cause) {
        LOG.debugf(cause, "id=%s the response broke off", id);
        if (!response.closed()) {
            request.connection().close();
        }
    }

    void send(ApiError error) {
        HttpServerResponse response = request.response();
        if (response.headWritten()) {
            request.connection().close();
            return;
        }
        // Of a body that was about to be sent when the fault came.
        response.headers().remove("Content-Length");
        with(error.headers());
        if (body.wasNeverAskedFor()) {
            with("Connection", "close");
        }
        if (request.method().equals(HttpMethod.HEAD)) {
            response.setStatusCode(error.status()).end();
        } else {
            send(error.status(), error.toJson(id));
        }
    }

    private void end(int status, Buffer content) {
        request.response().setStatusCode(status).end(content);
    }
}
