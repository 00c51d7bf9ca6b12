package io.vmregistry.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Makes a context the current one. */
@Command(name = "use", description = "Use a context from now on.")
final class ContextUse extends VmrCommand {

    @Parameters(paramLabel = "NAME")
    String name = "";

    ContextUse(Desk desk) {
        super(desk);
    }

    @Override
    int run() {
        desk().contexts().use(Contexts.named(desk(), name).name());
        terminal().say("Using context " + name + ".");
        return ExitCode.DONE;
    }
}
