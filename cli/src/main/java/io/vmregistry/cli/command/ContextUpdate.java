package io.vmregistry.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Changes a context. */
@Command(name = "update", description = "Change a context; what is not given stays.")
final class ContextUpdate extends VmrCommand {

    @Parameters(paramLabel = "NAME")
    String name = "";

    @Mixin
    ContextSettings settings = new ContextSettings();

    ContextUpdate(Desk desk) {
        super(desk);
    }

    @Override
    int run() {
        desk().contexts().put(settings.applied(desk(), Contexts.named(desk(), name)));
        terminal().say("Updated context " + name + ".");
        return ExitCode.DONE;
    }
}
