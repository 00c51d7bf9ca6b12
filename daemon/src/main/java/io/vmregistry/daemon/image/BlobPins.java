package io.vmregistry.daemon.image;

import io.vmregistry.spec.reference.Digest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/**
 * Keeps imports and pulls apart from whatever removes blobs. A blob that is committed and a manifest that names it are one
 * step ({@link #publishing}), which no removal can come between; blobs that a transfer has found or fetched are pinned
 * until it ends. One process owns the store, so this needs no grace period: what is removed is freed at once.
 */
final class BlobPins {

    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private final Map<Digest, Integer> held = new HashMap<>();
    private final Map<Digest, Instant> untilThen = new HashMap<>();
    private final Clock clock;

    BlobPins(Clock clock) {
        this.clock = clock;
    }

    /** Runs a step that commits blobs and names them. Such steps run beside each other; no removal runs meanwhile. */
    <T> T publishing(Supplier<T> step) {
        lock.readLock().lock();
        try {
            return step.get();
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Runs a removal, alone. */
    <T> T removing(Supplier<T> removal) {
        lock.writeLock().lock();
        try {
            return removal.get();
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** Begins a transfer, which pins what it meets. */
    Transfer begin() {
        return new Transfer();
    }

    /** Pins a blob for a while: whoever was told of it now writes down that it is used. */
    void pinFor(Digest digest, Duration duration) {
        publishing(() -> {
            synchronized (untilThen) {
                return untilThen.put(digest, clock.instant().plus(duration));
            }
        });
    }

    /** Every pinned blob. */
    Set<Digest> pinned() {
        Set<Digest> pinned = new HashSet<>();
        synchronized (untilThen) {
            Instant now = clock.instant();
            untilThen.values().removeIf(end -> end.isBefore(now));
            pinned.addAll(untilThen.keySet());
        }
        synchronized (held) {
            pinned.addAll(held.keySet());
        }
        return pinned;
    }

    /** Blobs that one transfer holds. Closing it lets go of all. */
    final class Transfer implements AutoCloseable {
        private final Set<Digest> mine = new HashSet<>();

        /** Repeating it does nothing. */
        void pin(Digest digest) {
            synchronized (held) {
                if (mine.add(digest)) {
                    held.merge(digest, 1, Integer::sum);
                }
            }
        }

        @Override
        public void close() {
            synchronized (held) {
                List.copyOf(mine)
                        .forEach(
                                digest -> held.computeIfPresent(digest, (same, count) -> count > 1 ? count - 1 : null));
                mine.clear();
            }
        }
    }
}
