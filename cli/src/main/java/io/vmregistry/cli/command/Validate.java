package io.vmregistry.cli.command;

import io.vmregistry.cli.document.DocumentReader;
import io.vmregistry.cli.terminal.OutputFormat;
import io.vmregistry.spec.yaml.Parsed;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Checks files of both formats without a daemon. */
@Command(name = "validate", description = "Check VMFiles and compose files; needs no daemon.")
final class Validate extends VmrCommand {

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "VMFiles and compose files.")
    List<String> files = List.of();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "json prints every finding with its place.")
    OutputFormat output = OutputFormat.TABLE;

    Validate(Desk desk) {
        super(desk);
    }

    @Override
    int run() {
        List<Parsed<?>> parsed = new ArrayList<>();
        for (String file : files) {
            parsed.add(DocumentReader.any(
                    desk().surroundings().resolve(file),
                    file,
                    desk().surroundings().variables()));
        }
        return Findings.print(desk(), parsed, output);
    }
}
