package io.vmregistry.cli.command;

import io.vmregistry.cli.terminal.OutputFormat;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Checks a compose file without a daemon. */
@Command(name = "validate", description = "Check the compose file; needs no daemon.")
final class ComposeValidate extends VmrCommand {

    @Mixin
    ComposeOptions compose = new ComposeOptions();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "json prints every finding with its place.")
    OutputFormat output = OutputFormat.TABLE;

    ComposeValidate(Desk desk) {
        super(desk);
    }

    @Override
    int run() {
        return Findings.print(desk(), List.of(compose.parse(desk())), output);
    }
}
