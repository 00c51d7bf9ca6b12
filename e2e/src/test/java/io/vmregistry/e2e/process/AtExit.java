package io.vmregistry.e2e.process;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Ends what tests have started also when their virtual machine is told to end in the middle, as Ctrl-C does. */
final class AtExit {

    private static final Set<AutoCloseable> OPEN = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> OPEN.forEach(AtExit::closeQuietly)));
    }

    private AtExit() {}

    /** Closes it at the exit, unless it was forgotten before. */
    static void close(AutoCloseable open) {
        OPEN.add(open);
    }

    static void forget(AutoCloseable closed) {
        OPEN.remove(closed);
    }

    private static void closeQuietly(AutoCloseable open) {
        try {
            open.close();
        } catch (Exception e) {
            // Whoever uses it is still running and loses the ground below; the rest has to be closed all the same.
            System.err.println(e);
        }
    }
}
