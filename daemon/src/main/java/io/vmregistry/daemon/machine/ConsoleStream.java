package io.vmregistry.daemon.machine;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A console's log as a stream that goes on while the log grows. It is woken by the file system, not by a clock. The log
 * may be begun anew or be moved aside by the log daemon while it is read; what was written before that is read first.
 *
 * <p>The stream ends when {@link #finish} was called and everything is read, or when it is closed.
 */
final class ConsoleStream extends InputStream {

    private final Path log;
    private final WatchService watch;
    private volatile boolean closed;
    private @Nullable FileChannel channel;
    private @Nullable Object identity;

    private ConsoleStream(Path log, WatchService watch) {
        this.log = log;
        this.watch = watch;
    }

    /** Begins that many bytes before the end of what there is; zero begins at the beginning. */
    static ConsoleStream follow(Path log, long tailBytes) throws IOException {
        WatchService watch = log.getFileSystem().newWatchService();
        ConsoleStream stream = new ConsoleStream(log, watch);
        try {
            requireNonNull(log.getParent())
                    .register(
                            watch,
                            StandardWatchEventKinds.ENTRY_CREATE,
                            StandardWatchEventKinds.ENTRY_MODIFY,
                            StandardWatchEventKinds.ENTRY_DELETE);
            if (tailBytes > 0) {
                stream.skipTo(tailBytes);
            }
            return stream;
        } catch (IOException e) {
            stream.close();
            throw e;
        }
    }

    private void skipTo(long tailBytes) throws IOException {
        FileChannel open = open();
        if (open != null) {
            open.position(Math.max(0, open.size() - tailBytes));
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        while (!closed) {
            boolean last = !awaitable();
            int count = readAvailable(ByteBuffer.wrap(target, offset, length));
            if (count > 0) {
                return count;
            }
            if (last || !await()) {
                // What was written while the end was being announced.
                int rest = closed ? 0 : readAvailable(ByteBuffer.wrap(target, offset, length));
                return rest > 0 ? rest : -1;
            }
        }
        return -1;
    }

    private int readAvailable(ByteBuffer target) throws IOException {
        FileChannel open = open();
        if (open == null) {
            return 0;
        }
        if (open.size() < open.position()) {
            open.position(0);
        }
        int count = open.read(target);
        if (count > 0) {
            return count;
        }
        return replaced() ? readAvailable(target) : 0;
    }

    /** Whether another file has the log's name now; then that one is read from its beginning. */
    private boolean replaced() throws IOException {
        Object now = identityOf(log);
        if (now == null || now.equals(identity)) {
            return false;
        }
        FileChannel old = channel;
        channel = null;
        if (old != null) {
            old.close();
        }
        return open() != null;
    }

    private @Nullable FileChannel open() throws IOException {
        if (channel == null) {
            try {
                identity = identityOf(log);
                channel = FileChannel.open(log, StandardOpenOption.READ);
            } catch (NoSuchFileException e) {
                return null;
            }
        }
        return channel;
    }

    private static @Nullable Object identityOf(Path file) throws IOException {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private boolean awaitable() {
        try {
            WatchKey pending = watch.poll();
            if (pending != null) {
                pending.pollEvents();
                return pending.reset();
            }
            return true;
        } catch (ClosedWatchServiceException e) {
            return false;
        }
    }

    /** Waits for a change; false when there will be none. */
    private boolean await() throws IOException {
        try {
            WatchKey key = watch.take();
            key.pollEvents();
            return key.reset();
        } catch (ClosedWatchServiceException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for the console", e);
        }
    }

    /** Nothing more will be written: the stream ends when all is read. */
    void finish() {
        try {
            watch.close();
        } catch (IOException e) {
            throw new IllegalStateException("a watch could not be closed", e);
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        watch.close();
        FileChannel open = channel;
        if (open != null) {
            open.close();
        }
    }
}
