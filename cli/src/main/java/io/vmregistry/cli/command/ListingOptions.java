package io.vmregistry.cli.command;

import io.vmregistry.cli.terminal.Listing;
import io.vmregistry.cli.terminal.OutputFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** What every listing takes. */
final class ListingOptions {

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES}.",
            completionCandidates = Formats.class)
    OutputFormat output = OutputFormat.TABLE;

    @Option(names = "--no-trunc", description = "Cut nothing off.")
    boolean whole;

    <T> void print(Desk desk, Listing<T> listing, List<T> rows) {
        desk.terminal().data(listing.print(rows, output, !whole));
    }

    /** The words in the help text and in completion. */
    static final class Formats extends ArrayList<String> {

        private static final long serialVersionUID = 1L;

        Formats() {
            super(Stream.of(OutputFormat.values()).map(OutputFormat::toString).toList());
        }
    }
}
