package io.vmregistry.cli.command;

import io.vmregistry.cli.terminal.Column;
import io.vmregistry.cli.terminal.Listing;
import io.vmregistry.client.context.Context;
import io.vmregistry.client.context.ContextFile;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists contexts. */
@Command(name = "ls", description = "List contexts.")
final class ContextLs extends VmrCommand {

    @Mixin
    ListingOptions listing = new ListingOptions();

    ContextLs(Desk desk) {
        super(desk);
    }

    @Override
    int run() {
        ContextFile.Contexts contexts = desk().contexts().read();
        Listing<Context> rows = new Listing<>(
                List.of(
                        new Column<>(
                                "CURRENT",
                                "current",
                                false,
                                context -> context.name().equals(contexts.current()),
                                context -> context.name().equals(contexts.current()) ? "*" : "",
                                1),
                        Column.of("NAME", "name", Context::name),
                        Column.of("HOST", "host", context -> context.host().orElse("")),
                        Column.of(
                                "REGISTRY",
                                "registryUrl",
                                context -> context.registryUrl().orElse("")),
                        Column.of(
                                "AUTH", "authUrl", context -> context.authUrl().orElse(""))),
                Context::name);
        listing.print(desk(), rows, contexts.all());
        return ExitCode.DONE;
    }
}
