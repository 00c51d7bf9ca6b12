package io.vmregistry.daemon.machine;

import io.vmregistry.daemon.hypervisor.MachineName;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** One lock for each machine that somebody is doing something with. */
final class MachineLocks {

    private final Map<MachineName, Entry> entries = new HashMap<>();

    private static final class Entry {
        final ReentrantLock lock = new ReentrantLock(true);
        int users;
    }

    /** A lock that is held. */
    interface Held extends AutoCloseable {
        @Override
        void close();
    }

    Held lock(MachineName name) throws InterruptedException {
        Entry entry;
        synchronized (entries) {
            entry = entries.computeIfAbsent(name, ignored -> new Entry());
            entry.users++;
        }
        try {
            entry.lock.lockInterruptibly();
        } catch (InterruptedException e) {
            leave(name, entry);
            throw e;
        }
        return () -> {
            entry.lock.unlock();
            leave(name, entry);
        };
    }

    /** The lock, unless somebody has it. */
    Optional<Held> tryLock(MachineName name) {
        synchronized (entries) {
            Entry entry = entries.computeIfAbsent(name, ignored -> new Entry());
            if (!entry.lock.tryLock()) {
                return Optional.empty();
            }
            entry.users++;
            return Optional.of(() -> {
                entry.lock.unlock();
                leave(name, entry);
            });
        }
    }

    private void leave(MachineName name, Entry entry) {
        synchronized (entries) {
            entry.users--;
            if (entry.users == 0) {
                entries.remove(name);
            }
        }
    }
}
