package io.vmregistry.cli.command;

import io.vmregistry.cli.terminal.Terminal;
import java.util.concurrent.Callable;

/** One command: translates, calls and prints. What it throws becomes an exit code in one place. */
abstract class VmrCommand implements Callable<Integer> {

    private final Desk desk;

    VmrCommand(Desk desk) {
        this.desk = desk;
    }

    final Desk desk() {
        return desk;
    }

    final Terminal terminal() {
        return desk.terminal();
    }

    @Override
    public final Integer call() throws Exception {
        return run();
    }

    /** The exit code. */
    abstract int run() throws Exception;
}
