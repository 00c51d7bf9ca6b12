package io.vmregistry.cli;

import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.vmregistry.cli.command.CommandTree;
import java.util.concurrent.atomic.AtomicBoolean;

/** {@code vmr}. */
@QuarkusMain
public class VmrMain implements QuarkusApplication {

    @Override
    public int run(String... args) {
        AtomicBoolean ended = new AtomicBoolean();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> sayIfInterrupted(ended)));
        try {
            return CommandTree.execute(Surroundings.ofProcess(), args);
        } finally {
            ended.set(true);
        }
    }

    /** Ctrl-C ends the process in the middle of a command; the daemon notices and drops what was begun. */
    private static void sayIfInterrupted(AtomicBoolean ended) {
        if (!ended.get()) {
            System.err.println("interrupted");
        }
    }
}
