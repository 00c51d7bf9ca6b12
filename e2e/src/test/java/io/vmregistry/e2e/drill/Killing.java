package io.vmregistry.e2e.drill;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** The one kill of a moment, whoever comes first: the moment itself, or the end of a command that was faster. */
final class Killing {

    private final Runnable kill;
    private final AtomicBoolean due = new AtomicBoolean(true);
    private final CompletableFuture<Void> done = new CompletableFuture<>();

    Killing(Runnable kill) {
        this.kill = kill;
    }

    /** Kills, unless it was done or is being done; what is started afterwards is safe from it. */
    void now() {
        if (due.getAndSet(false)) {
            kill.run();
            done.complete(null);
        }
    }

    /** Complete when the program is dead. */
    CompletableFuture<Void> done() {
        return done;
    }
}
