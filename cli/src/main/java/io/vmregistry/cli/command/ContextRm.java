package io.vmregistry.cli.command;

import io.vmregistry.client.ClientException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Removes a context. */
@Command(name = "rm", description = "Remove a context.")
final class ContextRm extends VmrCommand {

    @Parameters(paramLabel = "NAME")
    String name = "";

    ContextRm(Desk desk) {
        super(desk);
    }

    @Override
    int run() {
        if (!desk().contexts().read().byName().containsKey(name)) {
            throw new ClientException.NotFound("remove context \"" + name + "\"", "there is none of that name", "");
        }
        desk().contexts().remove(name);
        terminal().say("Removed context " + name + ".");
        return ExitCode.DONE;
    }
}
