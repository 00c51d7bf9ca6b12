package io.vmregistry.daemon.compose;

import java.util.HashSet;
import java.util.Set;

/** Whether the caller has lost interest. Waits and transfers are interrupted then; what changes the host is not. */
public final class Cancellation {

    private final Set<Thread> interruptible = new HashSet<>();
    private boolean cancelled;

    public synchronized boolean isCancelled() {
        return cancelled;
    }

    /** May be called from any thread, also more than once. */
    public synchronized void cancel() {
        cancelled = true;
        interruptible.forEach(Thread::interrupt);
    }

    /** Work that may be interrupted without harm. */
    @FunctionalInterface
    interface Interruptible {
        void run() throws InterruptedException;
    }

    /**
     * Runs on this thread what a cancellation interrupts.
     *
     * @throws InterruptedException also when it was cancelled before
     */
    void interrupting(Interruptible work) throws InterruptedException {
        synchronized (this) {
            if (cancelled) {
                throw new InterruptedException();
            }
            interruptible.add(Thread.currentThread());
        }
        try {
            work.run();
        } finally {
            synchronized (this) {
                interruptible.remove(Thread.currentThread());
            }
        }
    }
}
