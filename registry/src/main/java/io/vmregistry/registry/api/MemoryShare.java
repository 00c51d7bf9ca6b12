package io.vmregistry.registry.api;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A part of the heap that requests in progress share, in bytes. */
final class MemoryShare {

    private final int size;
    private final Duration patience;
    private final Semaphore free;

    /**
     * A share that is free.
     *
     * @param patience how long a request waits for the others
     */
    MemoryShare(int size, Duration patience) {
        this.size = size;
        this.patience = patience;
        this.free = new Semaphore(size, true);
    }

    int size() {
        return size;
    }

    int free() {
        return free.availablePermits();
    }

    boolean tryTake(int bytes) {
        return free.tryAcquire(bytes);
    }

    /**
     * Waits for room.
     *
     * @throws ApiException when the others did not make any: the client may come again
     */
    void take(int bytes) {
        if (bytes == 0) {
            return;
        }
        try {
            if (!free.tryAcquire(bytes, patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new ApiException(ApiError.unavailable(
                        "the server works on as many bodies as its memory is made for; try again later", Faults.LATER));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClientGoneException(e);
        }
    }

    void give(int bytes) {
        free.release(bytes);
    }

    /** Takes for one request, and gives everything back when that is over. May be used from any thread. */
    Hold hold() {
        return new Hold();
    }

    /** What one request has of the share; never more than all of it, so that it does not wait for itself. */
    final class Hold implements AutoCloseable {
        private int held;
        private boolean closed;

        private Hold() {}

        /** Makes it at least so many bytes, if there is room for them now. */
        boolean tryRaise(int bytes) {
            int more = lacking(bytes);
            boolean room = tryTake(more);
            if (room) {
                keep(more);
            }
            return room;
        }

        /** Makes it at least so many bytes, waiting for room. */
        void raise(int bytes) {
            int more = lacking(bytes);
            take(more);
            keep(more);
        }

        private synchronized int lacking(int bytes) {
            return Math.max(0, Math.min(bytes, size) - held);
        }

        /** A request can end while one of its threads is still at work: nothing is kept after that. */
        private synchronized void keep(int more) {
            if (closed) {
                give(more);
            } else {
                held += more;
            }
        }

        @Override
        public synchronized void close() {
            closed = true;
            give(held);
            held = 0;
        }
    }
}
