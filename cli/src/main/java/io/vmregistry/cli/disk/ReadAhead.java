package io.vmregistry.cli.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** Reads a file a few chunks ahead of whoever takes them. Each chunk is memory of its own, so that it may be kept. */
final class ReadAhead implements AutoCloseable {

    static final int CHUNK = 1 << 20;
    private static final int AHEAD = 4;

    private final BlockingQueue<Read> chunks = new ArrayBlockingQueue<>(AHEAD);
    private final Thread reader;

    private sealed interface Read {
        record Chunk(byte[] bytes) implements Read {}

        record End() implements Read {}

        record Failed(IOException fault) implements Read {}
    }

    ReadAhead(FileChannel file) {
        reader = Thread.ofPlatform().daemon().name("disk-reader").start(() -> readAll(file));
    }

    private void readAll(FileChannel file) {
        try {
            long offset = 0;
            Read read;
            do {
                read = next(file, offset);
                offset += read instanceof Read.Chunk(byte[] bytes) ? bytes.length : 0;
                chunks.put(read);
            } while (read instanceof Read.Chunk);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Read next(FileChannel file, long offset) {
        try {
            int length = Math.clamp(file.size() - offset, 0, CHUNK);
            ByteBuffer chunk = ByteBuffer.allocate(length);
            while (chunk.hasRemaining()) {
                if (file.read(chunk, offset + chunk.position()) < 0) {
                    return new Read.Failed(new IOException("the file became shorter while it was read"));
                }
            }
            return length == 0 ? new Read.End() : new Read.Chunk(chunk.array());
        } catch (IOException e) {
            return new Read.Failed(e);
        }
    }

    /** The next chunk, or empty at the end. */
    Optional<byte[]> take() throws InterruptedException, IOException {
        return switch (chunks.take()) {
            case Read.Chunk(byte[] bytes) -> Optional.of(bytes);
            case Read.End() -> Optional.empty();
            case Read.Failed(IOException fault) -> throw fault;
        };
    }

    @Override
    public void close() {
        reader.interrupt();
    }
}
