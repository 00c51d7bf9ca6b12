package io.vmregistry.registry.api;

import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Gathers network buffers into pieces for a sink. It begins small and doubles as bytes come: a body that sends nothing
 * takes next to nothing, and a store gets pieces that are worth its while (half a MiB) of one that sends much.
 */
final class GrowingChunk implements AutoCloseable {

    static final int SMALLEST = 16 * 1024;
    static final int LARGEST = 512 * 1024;

    private final RequestBody.Sink sink;
    private final MemoryShare memory;
    private byte[] bytes = new byte[SMALLEST];
    private int filled;
    private int taken;

    GrowingChunk(RequestBody.Sink sink, MemoryShare memory) {
        this.sink = sink;
        this.memory = memory;
    }

    /** How large a piece is now. */
    int capacity() {
        return bytes.length;
    }

    void append(Buffer buffer) {
        for (int from = 0; from < buffer.length(); ) {
            if (filled == bytes.length && !grow()) {
                flush();
            }
            int count = Math.min(bytes.length - filled, buffer.length() - from);
            buffer.getBytes(from, from + count, bytes, filled);
            from += count;
            filled += count;
        }
    }

    /** As much as it grows by may wait beside it, so that is taken twice. */
    private boolean grow() {
        int more = bytes.length;
        if (bytes.length == LARGEST || !memory.tryTake(2 * more)) {
            return false;
        }
        taken += 2 * more;
        bytes = Arrays.copyOf(bytes, bytes.length + more);
        return true;
    }

    /** Hands on what there is. */
    void flush() {
        sink.accept(ByteBuffer.wrap(bytes, 0, filled));
        filled = 0;
    }

    /** Hands on what there is and is small again: nothing has come for a while. */
    void shrink() {
        if (filled > 0) {
            flush();
        }
        if (taken > 0) {
            bytes = new byte[SMALLEST];
            close();
        }
    }

    @Override
    public void close() {
        memory.give(taken);
        taken = 0;
    }
}
