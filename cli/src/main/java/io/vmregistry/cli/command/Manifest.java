package io.vmregistry.cli.command;

import io.vmregistry.proto.v1.GetImageManifestRequest;
import io.vmregistry.proto.v1.GetImageManifestResponse;
import java.io.IOException;
import java.io.PrintStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Prints a manifest byte for byte: its digest is that of the output. */
@Command(name = "manifest", description = "Print an image's manifest as it is stored.")
final class Manifest extends VmrCommand {

    @Parameters(paramLabel = "IMAGE")
    String image = "";

    Manifest(Desk desk) {
        super(desk);
    }

    @Override
    int run() throws IOException {
        GetImageManifestResponse found = desk().daemon()
                .calls()
                .getImageManifest(
                        GetImageManifestRequest.newBuilder().setImage(image).build());
        PrintStream out = terminal().raw();
        found.getManifest().writeTo(out);
        out.flush();
        return ExitCode.DONE;
    }
}
