package io.vmregistry.cli.command;

import io.vmregistry.cli.terminal.Column;
import io.vmregistry.cli.terminal.Listing;
import io.vmregistry.spec.reference.RepositoryName;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Finds repositories at the registry. */
@Command(name = "search", description = "List the registry's repositories whose name holds a text.")
final class Search extends VmrCommand {

    private static final Listing<String> LISTING =
            new Listing<>(List.of(Column.of("REPOSITORY", "repository", name -> name)), name -> name);

    @Parameters(paramLabel = "QUERY")
    String query = "";

    @Mixin
    ListingOptions listing = new ListingOptions();

    Search(Desk desk) {
        super(desk);
    }

    @Override
    int run() {
        String wanted = query.toLowerCase(Locale.ROOT);
        try (Registries registries = new Registries(desk())) {
            listing.print(
                    desk(),
                    LISTING,
                    registries
                            .open()
                            .repositories()
                            .map(RepositoryName::value)
                            .filter(name -> name.contains(wanted))
                            .toList());
        }
        return ExitCode.DONE;
    }
}
