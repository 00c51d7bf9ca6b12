package io.vmregistry.daemon;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Holds something for one daemon, as long as the process lives: the kernel lets go of it when the process dies. The file
 * names the holder. It stays when the lock is released: removing it would let two processes hold it.
 */
public final class ProcessLock implements AutoCloseable {

    private final FileChannel channel;

    private ProcessLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Another process, or this one, holds it. */
    public static final class HeldException extends Exception {
        private final String owner;

        HeldException(String owner) {
            super("the lock is held by " + owner);
            this.owner = owner;
        }

        /** Who holds it, as a part of a sentence. */
        public String reason() {
            return "another vm-registry-daemon%s uses it".formatted(owner.isEmpty() ? "" : " (pid " + owner + ")");
        }
    }

    /**
     * Takes the lock; never waits.
     *
     * @throws HeldException when it is held; the message names the holder
     */
    public static ProcessLock acquire(Path file) throws IOException, HeldException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        if (tryLock(channel) == null) {
            String owner = readOwner(channel);
            channel.close();
            throw new HeldException(owner);
        }
        channel.truncate(0);
        channel.write(
                ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(UTF_8)), 0);
        return new ProcessLock(channel);
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static String readOwner(FileChannel channel) throws IOException {
        ByteBuffer pid = ByteBuffer.allocate(20);
        channel.read(pid, 0);
        return UTF_8.decode(pid.flip()).toString().strip();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
