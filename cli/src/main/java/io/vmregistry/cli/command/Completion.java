package io.vmregistry.cli.command;

import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints what a shell needs to complete vmr's commands and options. */
@Command(
        name = "completion",
        description = {
            "Print a completion script.",
            "bash, zsh: source <(vmr completion bash)",
            "fish: vmr completion fish | source"
        })
final class Completion extends VmrCommand {

    /** The shells there are scripts for. */
    enum Shell {
        bash,
        zsh,
        fish
    }

    @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}")
    Shell shell = Shell.bash;

    @Spec
    @Nullable
    CommandSpec spec;

    Completion(Desk desk) {
        super(desk);
    }

    @Override
    int run() {
        if (spec == null) {
            return ExitCode.FAILED;
        }
        CommandLine root = spec.root().commandLine();
        terminal()
                .data(
                        switch (shell) {
                            // The script of picocli loads zsh's bashcompinit itself.
                            case bash, zsh -> AutoComplete.bash("vmr", root);
                            case fish -> FishCompletion.of(root.getCommandSpec());
                        });
        return ExitCode.DONE;
    }
}
