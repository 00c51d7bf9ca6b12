package io.vmregistry.cli.command;

import io.vmregistry.client.ClientException;
import io.vmregistry.client.context.Context;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a context. */
@Command(name = "create", description = "Make a context.")
final class ContextCreate extends VmrCommand {

    @Parameters(paramLabel = "NAME")
    String name = "";

    @Mixin
    ContextSettings settings = new ContextSettings();

    @Option(names = "--use", description = "Use it from now on.")
    boolean use;

    ContextCreate(Desk desk) {
        super(desk);
    }

    @Override
    int run() {
        if (!Context.isName(name)) {
            throw new UsageFaultException("\"" + name + "\" is no context's name. Write letters, digits, ., _ and -.");
        }
        if (desk().contexts().read().byName().containsKey(name)) {
            throw new ClientException.Conflict(
                    "create context \"" + name + "\"",
                    "there is one already",
                    "Run \"vmr context update " + name + "\".");
        }
        Context fresh = new Context(name, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        desk().contexts().put(settings.applied(desk(), fresh));
        if (use) {
            desk().contexts().use(name);
        }
        terminal().say("Created context " + name + ".");
        return ExitCode.DONE;
    }
}
