package io.vmregistry.cli.command;

import io.vmregistry.cli.terminal.Wording;
import io.vmregistry.proto.v1.ExportImageRequest;
import io.vmregistry.proto.v1.ExportImageResponse;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes an image's disk to a file. */
@Command(name = "export", description = "Write an image's disk to a file on the daemon's host.")
final class Export extends VmrCommand {

    @Parameters(paramLabel = "IMAGE")
    String image = "";

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            required = true,
            description = "The file to write.")
    String output = "";

    @Option(names = "--overwrite", description = "Replace the file when there is one.")
    boolean overwrite;

    Export(Desk desk) {
        super(desk);
    }

    @Override
    int run() {
        ExportImageResponse written = desk().daemon()
                .calls()
                .exportImage(ExportImageRequest.newBuilder()
                        .setImage(image)
                        .setOutputPath(desk().surroundings().resolve(output).toString())
                        .setOverwrite(overwrite)
                        .build());
        terminal().say("Wrote " + Wording.size(written.getSize()) + ".");
        terminal().data(written.getOutputPath());
        return ExitCode.DONE;
    }
}
