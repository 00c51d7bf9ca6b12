package io.vmregistry.store.s3;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.vmregistry.store.StoreException;
import io.vmregistry.store.StoreException.StoreFull;
import io.vmregistry.store.StoreException.StoreUnavailable;
import io.vmregistry.store.s3.Bucket.Body;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Bytes of a part until it is full and sent, so that a request can be repeated and a client that goes away loses nothing.
 * What is small stays in memory; the rest is a file without a name, which is gone with the process. One thread writes;
 * what was written may be read by others until {@link #clear}.
 */
final class PartSpool implements AutoCloseable {

    private static final int IN_MEMORY = 128 * 1024;
    private static final int FIRST_BYTES = 4 * 1024;
    private static final int READ_AHEAD = 128 * 1024;

    private final Path directory;
    private byte[] memory = new byte[0];
    private int inMemory;
    private @Nullable FileChannel file;
    private long length;

    PartSpool(Path directory) {
        this.directory = directory;
    }

    long length() {
        return length;
    }

    /** Appends the buffer's remaining bytes, all or none. */
    void append(ByteBuffer bytes) {
        int inArray = Math.min(bytes.remaining(), IN_MEMORY - inMemory);
        ByteBuffer rest = bytes.slice(bytes.position() + inArray, bytes.remaining() - inArray);
        if (rest.hasRemaining()) {
            append(rest, length + inArray - IN_MEMORY);
        }
        if (inMemory + inArray > memory.length) {
            int wanted = Math.max(inMemory + inArray, Math.max(FIRST_BYTES, 2 * memory.length));
            memory = Arrays.copyOf(memory, Math.min(wanted, IN_MEMORY));
        }
        int added = bytes.remaining();
        bytes.get(memory, inMemory, inArray);
        bytes.position(bytes.limit());
        inMemory += inArray;
        length += added;
    }

    private void append(ByteBuffer bytes, long at) {
        try {
            if (file == null) {
                file = nameless(directory);
            }
            long position = at;
            while (bytes.hasRemaining()) {
                position += file.write(bytes, position);
            }
        } catch (IOException e) {
            throw fault(e);
        }
    }

    private static FileChannel nameless(Path directory) throws IOException {
        Path path = Files.createTempFile(directory, "upload-", ".part");
        try {
            return FileChannel.open(path, READ, WRITE);
        } finally {
            Files.delete(path);
        }
    }

    private StoreException fault(IOException e) {
        String message = "Tried to keep a part of an upload in " + directory + " but failed because of "
                + e.getMessage() + ". Free space there or name another directory with -s3-spool.";
        return hasRoom() ? new StoreUnavailable(message, e) : new StoreFull(message, e);
    }

    private boolean hasRoom() {
        try {
            return Files.getFileStore(directory).getUsableSpace() > PartPlan.size(0);
        } catch (IOException unknown) {
            return true;
        }
    }

    /** The bytes so far, to be sent. */
    Body body() {
        long all = length;
        return new Body(all, () -> stream(all));
    }

    /** The first bytes. */
    InputStream stream(long count) {
        int inArray = (int) Math.min(count, inMemory);
        ByteArrayInputStream first = new ByteArrayInputStream(memory, 0, inArray);
        FileChannel rest = file;
        return rest == null || count == inArray
                ? first
                : new SequenceInputStream(first, new FileStream(rest, count - inArray));
    }

    /** Makes it empty, keeping its file for the next part. */
    void clear() {
        inMemory = 0;
        length = 0;
    }

    @Override
    public void close() {
        clear();
        memory = new byte[0];
        if (file != null) {
            try {
                file.close();
            } catch (IOException e) {
                throw fault(e);
            }
        }
    }

    /** A file from its beginning; independent of where others read it. */
    private static final class FileStream extends InputStream {
        private final FileChannel file;
        private final long end;
        private final ByteBuffer ahead = ByteBuffer.allocate(READ_AHEAD).flip();
        private long position;

        FileStream(FileChannel file, long end) {
            this.file = file;
            this.end = end;
        }

        @Override
        public int read() throws IOException {
            return fill() ? ahead.get() & 0xff : -1;
        }

        @Override
        public int read(byte[] target, int offset, int wanted) throws IOException {
            Objects.checkFromIndexSize(offset, wanted, target.length);
            if (wanted == 0) {
                return 0;
            }
            if (!fill()) {
                return -1;
            }
            int count = Math.min(wanted, ahead.remaining());
            ahead.get(target, offset, count);
            return count;
        }

        private boolean fill() throws IOException {
            if (ahead.hasRemaining()) {
                return true;
            }
            if (position >= end) {
                return false;
            }
            ahead.clear().limit((int) Math.min(ahead.capacity(), end - position));
            int count = file.read(ahead, position);
            if (count < 0) {
                throw new IOException("the file ended at byte " + position + " of " + end);
            }
            ahead.flip();
            position += count;
            return true;
        }
    }
}
