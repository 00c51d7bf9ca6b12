package io.vmregistry.cli.command;

import io.vmregistry.cli.terminal.Column;
import io.vmregistry.cli.terminal.Listing;
import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.spec.reference.Tag;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Lists the tags of a repository at the registry. */
@Command(name = "tags", description = "List the tags that the registry has of a repository.")
final class Tags extends VmrCommand {

    private static final Listing<String> LISTING =
            new Listing<>(List.of(Column.of("TAG", "tag", tag -> tag)), tag -> tag);

    @Parameters(paramLabel = "REPOSITORY")
    String repository = "";

    @Mixin
    ListingOptions listing = new ListingOptions();

    Tags(Desk desk) {
        super(desk);
    }

    @Override
    int run() {
        RepositoryName name = RepositoryName.parse(repository)
                .orElseThrow(() -> new UsageFaultException("\"" + repository
                        + "\" is no repository. Write a name without host and tag, such as myuser/my-vm."));
        try (Registries registries = new Registries(desk())) {
            listing.print(
                    desk(),
                    LISTING,
                    registries.open().tags(name).map(Tag::value).toList());
        }
        return ExitCode.DONE;
    }
}
