package io.vmregistry.store.filesystem;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Locks that hold between the threads of this process and between the processes that share the directory.
 *
 * <p>A POSIX lock belongs to the process and is lost when any descriptor of its file is closed. So a file is opened
 * only by the thread that already holds the lock within the process, which is why that half is static.
 */
final class FileLocks {

    /** A lock that is held until it is closed. */
    interface Held extends AutoCloseable {
        @Override
        void close() throws IOException;
    }

    private static final int STRIPES = 64;
    private static final ConcurrentMap<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path directory;

    FileLocks(Path directory) {
        this.directory = directory;
    }

    /** Waits for the lock of a name. Names share a fixed number of locks: hold one at a time. Close it in the same thread. */
    Held lock(String kind, String name) throws IOException {
        Path file = directory.resolve(kind + "-" + Math.floorMod(name.hashCode(), STRIPES));
        ReentrantLock lock = THREADS.computeIfAbsent(file, ignored -> new ReentrantLock());
        lock.lock();
        try {
            FileChannel channel = FileChannel.open(file, CREATE, WRITE);
            try {
                FileLock _ = channel.lock();
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
            return () -> {
                try {
                    channel.close();
                } finally {
                    lock.unlock();
                }
            };
        } catch (IOException | RuntimeException e) {
            lock.unlock();
            throw e;
        }
    }

    /**
     * Takes the lock of an existing file, or nothing when somebody has it. Any thread may close it.
     *
     * @throws java.nio.file.NoSuchFileException when there is no such file
     */
    static Optional<Held> tryHold(Path file) throws IOException {
        if (!HELD.add(file)) {
            return Optional.empty();
        }
        @Nullable FileChannel channel = null;
        boolean taken = false;
        try {
            channel = FileChannel.open(file, WRITE);
            taken = channel.tryLock() != null;
            FileChannel locked = channel;
            return taken ? Optional.of(() -> release(locked, file)) : Optional.empty();
        } finally {
            if (!taken) {
                release(channel, file);
            }
        }
    }

    private static void release(@Nullable FileChannel channel, Path file) throws IOException {
        try {
            if (channel != null) {
                channel.close();
            }
        } finally {
            HELD.remove(file);
        }
    }
}
