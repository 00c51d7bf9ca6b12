package io.vmregistry.registry.api;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.buffer.impl.BufferImpl;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Copies a stream to the network in pieces: while one goes out the next is read, so that neither side waits for the other. Pieces lie
 * outside the heap, where the network writes them from, and are used again by later responses: memory that is new has to be cleared
 * first, which costs as much as a copy.
 */
final class OutgoingPieces {

    /** Bytes of a piece; two of them are in memory for a response. */
    static final int SIZE = 128 * 1024;

    /** How many pairs wait for the next response; more are left to the collector. */
    private static final int KEPT = 16;

    private static final BlockingQueue<OutgoingPieces> FREE = new ArrayBlockingQueue<>(KEPT);

    private final byte[] read = new byte[SIZE];
    private final ByteBuf first = memory();
    private final ByteBuf second = memory();

    private OutgoingPieces() {}

    /** Whoever writes it may release it as often as it likes. */
    private static ByteBuf memory() {
        return Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(ByteBuffer.allocateDirect(SIZE)));
    }

    /**
     * Copies all bytes and waits until the last of them is out.
     *
     * @param write begins to send a piece; the stage ends when nobody needs the piece any more
     * @throws CompletionException when a piece could not be sent
     */
    static void copy(InputStream bytes, Function<Buffer, CompletionStage<?>> write) throws IOException {
        OutgoingPieces pieces = Optional.ofNullable(FREE.poll()).orElseGet(OutgoingPieces::new);
        pieces.send(bytes, write);
        // After a failure somebody may still hold a piece: such a pair is not used again.
        FREE.offer(pieces);
    }

    private void send(InputStream bytes, Function<Buffer, CompletionStage<?>> write) throws IOException {
        CompletableFuture<?> last = CompletableFuture.completedFuture(null);
        ByteBuf piece = first;
        ByteBuf other = second;
        for (int count = bytes.readNBytes(read, 0, SIZE); count > 0; count = bytes.readNBytes(read, 0, SIZE)) {
            piece.clear().writeBytes(read, 0, count);
            last.join();
            last = write.apply(BufferImpl.buffer(piece.duplicate())).toCompletableFuture();
            ByteBuf written = piece;
            piece = other;
            other = written;
        }
        last.join();
    }
}
