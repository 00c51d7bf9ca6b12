package io.vmregistry.client.transfer;

import java.util.function.Supplier;

/**
 * Runs local work with the thread's interrupt put aside: an interrupted thread closes every file channel it touches, and
 * would lose what is to be kept for the next attempt.
 */
final class Uninterrupted {

    private Uninterrupted() {}

    static <T> T call(Supplier<T> work) {
        boolean interrupted = Thread.interrupted();
        try {
            return work.get();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    static void run(Runnable work) {
        boolean interrupted = Thread.interrupted();
        try {
            work.run();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
