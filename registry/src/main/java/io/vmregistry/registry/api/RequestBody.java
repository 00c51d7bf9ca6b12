package io.vmregistry.registry.api;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A request's body, read by a thread that may block. The client sends no faster than it is read: about as many bytes wait
 * as fit into the piece that is being gathered. All calls to the request happen on its event loop.
 */
public final class RequestBody {

    /** Takes bytes in order. The buffer is used again when it returns. */
    @FunctionalInterface
    public interface Sink {
        void accept(ByteBuffer bytes);
    }

    /** What a body is counted for while little of it comes: the smallest piece, and network buffers that wait beside it. */
    static final int FLOOR = 128 * 1024;

    /** How long nothing comes until a body gives back the memory that it had for what came before. */
    private static final long STALLED_MILLIS = 1_000;

    /** What is read and dropped of a body that was refused, so that the client can read why. */
    private static final long DISCARDED = 64L * 1024 * 1024;

    private final HttpServerRequest request;
    private final Context loop;
    private final BodyMemory memory;
    private final BlockingQueue<Part> parts = new LinkedBlockingQueue<>();

    /** How many bytes may wait before no more are asked for. */
    private volatile int window = GrowingChunk.SMALLEST;

    private boolean started;
    private boolean ended;

    /** Bytes that were taken and that the event loop still counts as waiting. */
    private int consumed;

    /** Bytes that wait. Used on the event loop. */
    private long waiting;

    /** Whether one more buffer was asked for. Used on the event loop. */
    private boolean asked;

    private sealed interface Part {
        record Data(Buffer bytes) implements Part {}

        record End() implements Part {}

        record Gone(Throwable cause) implements Part {}
    }

    private RequestBody(HttpServerRequest request, Context loop, BodyMemory memory) {
        this.request = request;
        this.loop = loop;
        this.memory = memory;
    }

    /** Takes over the request. Called on its event loop; nothing is received until it is read. */
    static RequestBody of(HttpServerRequest request, Context loop, BodyMemory memory) {
        RequestBody body = new RequestBody(request, loop, memory);
        if (request.isEnded()) {
            body.parts.add(new Part.End());
            return body;
        }
        request.pause();
        request.handler(body::arrived);
        request.endHandler(_ -> body.parts.add(new Part.End()));
        request.exceptionHandler(cause -> body.parts.add(new Part.Gone(cause)));
        return body;
    }

    private void arrived(Buffer bytes) {
        parts.add(new Part.Data(bytes));
        waiting += bytes.length();
        asked = false;
        ask();
    }

    private void ask() {
        if (!asked && waiting < window) {
            asked = true;
            request.fetch(1);
        }
    }

    /** The length that the client announced, or -1. A length that is no number was refused before. */
    public long announced() {
        String length = request.getHeader("Content-Length");
        return length == null ? -1 : Long.parseLong(length);
    }

    /**
     * A small body as a whole, in memory that its exchange holds.
     *
     * @throws ApiException when it is larger than the limit, or there is no room for it
     */
    byte[] readAll(int limit, MemoryShare.Hold hold) {
        long announced = announced();
        refuseWhenLarger(announced, limit);
        int largest = announced < 0 ? limit : (int) announced;
        start();
        byte[] whole = new byte[0];
        int filled = 0;
        while (true) {
            switch (next()) {
                case Part.Data(Buffer bytes) -> {
                    int needed = Math.addExact(filled, bytes.length());
                    refuseWhenLarger(needed, limit);
                    if (needed > whole.length) {
                        int size = (int) Math.max(needed, Math.min(2L * whole.length, largest));
                        hold.raise(size);
                        whole = Arrays.copyOf(whole, size);
                    }
                    bytes.getBytes(whole, filled);
                    filled = needed;
                }
                case Part.End() -> {
                    return filled == whole.length ? whole : Arrays.copyOf(whole, filled);
                }
                case Part.Gone(Throwable cause) -> throw new ClientGoneException(cause);
            }
        }
    }

    /**
     * Hands the whole body on, in large pieces when much comes. When the client goes away, what had arrived is handed on
     * first.
     *
     * @return the number of bytes
     * @throws ClientGoneException when the connection ended before the body
     * @throws ApiException when there is no room for one more body; the client was not asked to send it
     */
    public long copyTo(Sink sink) {
        int floor = announced() == 0 ? 0 : FLOOR;
        memory.bodies().take(floor);
        try (GrowingChunk chunk = new GrowingChunk(sink, memory.chunks())) {
            start();
            return copy(chunk);
        } finally {
            memory.bodies().give(floor);
        }
    }

    private long copy(GrowingChunk chunk) {
        long total = 0;
        while (true) {
            switch (next(chunk)) {
                case Part.Data(Buffer bytes) -> {
                    total += bytes.length();
                    chunk.append(bytes);
                    window = chunk.capacity();
                }
                case Part.End() -> {
                    chunk.flush();
                    return total;
                }
                case Part.Gone(Throwable cause) -> {
                    chunk.flush();
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
        loop.runOnContext(_ -> ask());
    }

    /** The next part. A large chunk is emptied when it is long in coming. */
    private Part next(GrowingChunk chunk) {
        try {
            Part part = parts.poll();
            if (part == null) {
                report();
                part = parts.poll(STALLED_MILLIS, TimeUnit.MILLISECONDS);
            }
            if (part == null) {
                chunk.shrink();
                window = chunk.capacity();
                part = parts.take();
            }
            return taken(part);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private Part next() {
        try {
            report();
            return taken(parts.take());
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static ClientGoneException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new ClientGoneException(cause);
    }

    private Part taken(Part part) {
        if (part instanceof Part.Data(Buffer bytes)) {
            consumed += bytes.length();
            if (consumed >= window / 2) {
                report();
            }
        } else {
            ended = true;
        }
        return part;
    }

    /** Lets the event loop ask for more. Nobody waits for bytes without it: else both would wait. */
    private void report() {
        if (consumed > 0) {
            int count = consumed;
            consumed = 0;
            loop.runOnContext(_ -> {
                waiting -= count;
                ask();
            });
        }
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
            parts.clear();
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
