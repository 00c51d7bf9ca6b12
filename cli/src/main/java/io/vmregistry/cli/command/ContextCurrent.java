package io.vmregistry.cli.command;

import picocli.CommandLine.Command;

/** Names the current context. */
@Command(name = "current", description = "Print the current context's name.")
final class ContextCurrent extends VmrCommand {

    ContextCurrent(Desk desk) {
        super(desk);
    }

    @Override
    int run() {
        terminal().data(desk().context().name());
        return ExitCode.DONE;
    }
}
