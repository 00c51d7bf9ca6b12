package io.vmregistry.store.filesystem;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Pushes a file's bytes towards the disk while more arrive, so that the fsync at the end finds little left to do.
 * A failed write-back is reported once per descriptor by the system: it is kept here until somebody asks.
 */
final class Writeback {

    /** Bytes between two pushes: small beside a disk image, large beside the cost of a sync. */
    private static final long STEP = 64L * 1024 * 1024;

    private final StoreDirectory.Disk disk;
    private final FileChannel channel;
    private long pushed;
    private @Nullable FutureTask<Boolean> running;

    Writeback(StoreDirectory.Disk disk, FileChannel channel, long offset) {
        this.disk = disk;
        this.channel = channel;
        this.pushed = offset;
    }

    /** Tells how long the file is now. Never waits for the disk. */
    void grownTo(long size) throws IOException {
        FutureTask<Boolean> last = running;
        if (size - pushed < STEP || (last != null && !last.isDone())) {
            return;
        }
        finish();
        pushed = size;
        FutureTask<Boolean> next = new FutureTask<>(() -> {
            disk.force(channel, false);
            return true;
        });
        running = next;
        Thread.ofVirtual().name("store-writeback").start(next);
    }

    /** Waits for the push that is under way. */
    void finish() throws IOException {
        FutureTask<Boolean> last = running;
        running = null;
        if (last != null) {
            Waiting.forResult(last);
        }
    }

    /** Waits for the push that is under way, for bytes that nobody will read. */
    void abandon() {
        try {
            finish();
        } catch (IOException ofNoInterest) {
            running = null;
        }
    }

    /** Waiting for a task of our own, whose only checked failure is an {@link IOException}. */
    static final class Waiting {
        private Waiting() {}

        static void forResult(FutureTask<Boolean> task) throws IOException {
            boolean interrupted = false;
            try {
                while (true) {
                    try {
                        task.get();
                        return;
                    } catch (InterruptedException e) {
                        interrupted = true;
                    } catch (ExecutionException e) {
                        throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
                    }
                }
            } finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }
}
