package io.vmregistry.cli.command;

import io.vmregistry.proto.v1.ComposePsRequest;
import io.vmregistry.proto.v1.ComposePsResponse;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists the services of a project. */
@Command(name = "ps", description = "List the services of a project.")
final class ComposePs extends VmrCommand {

    @Mixin
    ComposeOptions compose = new ComposeOptions();

    @Mixin
    ListingOptions listing = new ListingOptions();

    @Option(
            names = {"-a", "--all"},
            description = "Of every project.")
    boolean all;

    ComposePs(Desk desk) {
        super(desk);
    }

    @Override
    int run() {
        ComposePsResponse found = desk().daemon()
                .calls()
                .composePs(ComposePsRequest.newBuilder()
                        .setProject(all ? "" : compose.projectName(desk()))
                        .build());
        List<ComposeServices.Row> rows = found.getProjectsList().stream()
                .flatMap(project -> ComposeServices.rows(project.getProject(), project.getServicesList()).stream())
                .toList();
        listing.print(desk(), ComposeServices.LISTING, rows);
        return ExitCode.DONE;
    }
}
