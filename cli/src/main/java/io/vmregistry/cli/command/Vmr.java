package io.vmregistry.cli.command;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code vmr} alone. */
@Command(
        name = "vmr",
        description = "Ship, share and compose virtual machines.",
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:failed",
            "2:wrong usage",
            "3:not found",
            "4:denied",
            "5:daemon unreachable",
            "6:invalid file",
            "130:interrupted"
        })
final class Vmr extends VmrCommand {

    @Mixin
    final GlobalOptions options;

    @Option(names = "--version", versionHelp = true, description = "Show the version.")
    boolean version;

    @Spec
    @Nullable
    CommandSpec spec;

    Vmr(Desk desk, GlobalOptions options) {
        super(desk);
        this.options = options;
    }

    @Override
    int run() {
        if (spec != null) {
            spec.commandLine().usage(desk().surroundings().err());
        }
        return ExitCode.USAGE;
    }
}
