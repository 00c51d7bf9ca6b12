package io.vmregistry.registry.api;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A request's body, read by a thread that may block. The client sends no faster than it is read: at most
 * {@value #WINDOW} network buffers wait. All calls to the request happen on its event loop.
 */
public final class RequestBody {

    /** Takes bytes in order. The buffer is used again when it returns. */
    @FunctionalInterface
    public interface Sink {
        void accept(ByteBuffer bytes);
    }

    private static final int WINDOW = 8;
    private static final int CHUNK = 512 * 1024;

    /** What is read and dropped of a body that was refused, so that the client can read why. */
    private static final long DISCARDED = 64L * 1024 * 1024;

    private final HttpServerRequest request;
    private final Context loop;
    private final BlockingQueue<Part> parts = new LinkedBlockingQueue<>();
    private boolean started;
    private boolean ended;
    private int consumed;

    private sealed interface Part {
        record Data(Buffer bytes) implements Part {}

        record End() implements Part {}

        record Gone(Throwable cause) implements Part {}
    }

    private RequestBody(HttpServerRequest request, Context loop) {
        this.request = request;
        this.loop = loop;
    }

    /** Takes over the request. Called on its event loop; nothing is received until it is read. */
    static RequestBody of(HttpServerRequest request, Context loop) {
        RequestBody body = new RequestBody(request, loop);
        if (request.isEnded()) {
            body.parts.add(new Part.End());
            return body;
        }
        request.pause();
        request.handler(bytes -> body.parts.add(new Part.Data(bytes)));
        request.endHandler(_ -> body.parts.add(new Part.End()));
        request.exceptionHandler(cause -> body.parts.add(new Part.Gone(cause)));
        return body;
    }

    /** The length that the client announced, or -1. A length that is no number was refused before. */
    public long announced() {
        String length = request.getHeader("Content-Length");
        return length == null ? -1 : Long.parseLong(length);
    }

    /** A small body as a whole. */
    public byte[] readAll(int limit) {
        refuseWhenLarger(announced(), limit);
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        copyTo(
                bytes -> {
                    byte[] piece = new byte[bytes.remaining()];
                    bytes.get(piece);
                    whole.writeBytes(piece);
                },
                limit);
        return whole.toByteArray();
    }

    /**
     * Hands the whole body on in large pieces. When the client goes away, what had arrived is handed on first.
     *
     * @throws ClientGoneException when the connection ended before the body
     */
    public long copyTo(Sink sink) {
        return copyTo(sink, Long.MAX_VALUE);
    }

    private long copyTo(Sink sink, long limit) {
        start();
        long announced = announced();
        byte[] chunk = new byte[announced < 0 ? CHUNK : Math.clamp(announced, 1, CHUNK)];
        int filled = 0;
        long total = 0;
        while (true) {
            switch (next()) {
                case Part.Data(Buffer bytes) -> {
                    total += bytes.length();
                    refuseWhenLarger(total, limit);
                    for (int from = 0; from < bytes.length(); ) {
                        int count = Math.min(chunk.length - filled, bytes.length() - from);
                        bytes.getBytes(from, from + count, chunk, filled);
                        from += count;
                        filled += count;
                        if (filled == chunk.length) {
                            sink.accept(ByteBuffer.wrap(chunk));
                            filled = 0;
                        }
                    }
                }
                case Part.End() -> {
                    sink.accept(ByteBuffer.wrap(chunk, 0, filled));
                    return total;
                }
                case Part.Gone(Throwable cause) -> {
                    sink.accept(ByteBuffer.wrap(chunk, 0, filled));
                    throw new ClientGoneException(cause);
                }
            }
        }
    }

    private void start() {
        if (started) {
            throw new IllegalStateException("a body is read once");
        }
        started = true;
        if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
            request.response().writeContinue();
        }
        fetch(WINDOW);
    }

    private Part next() {
        try {
            Part part = parts.take();
            ended = !(part instanceof Part.Data);
            if (++consumed == WINDOW / 2) {
                fetch(consumed);
                consumed = 0;
            }
            return part;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClientGoneException(e);
        }
    }

    private void fetch(int count) {
        loop.runOnContext(_ -> request.fetch(count));
    }

    private static void refuseWhenLarger(long size, long limit) {
        if (size > limit) {
            throw new ApiException(
                    413, ErrorCode.SIZE_INVALID, "the body has more than the " + limit + " bytes that are taken here");
        }
    }

    /** Whether the client waits to be told to send: it may never send, so the connection cannot be used again. */
    boolean wasNeverAskedFor() {
        return !started && "100-continue".equalsIgnoreCase(request.getHeader("Expect"));
    }

    /** Reads and drops the rest, up to a limit, after which the connection is closed. */
    void discard() {
        if (ended) {
            return;
        }
        loop.runOnContext(_ -> {
            if (request.isEnded()) {
                return;
            }
            long[] dropped = {0};
            request.handler(bytes -> {
                dropped[0] += bytes.length();
                if (dropped[0] > DISCARDED) {
                    request.connection().close();
                }
            });
            request.resume();
        });
    }
}
