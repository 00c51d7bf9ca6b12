package io.vmregistry.cli.command;

import io.vmregistry.cli.terminal.Wording;
import io.vmregistry.proto.v1.DeleteImageRequest;
import io.vmregistry.proto.v1.DeleteImageResponse;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Removes images from the daemon's store. */
@Command(name = "rmi", description = "Remove local images.")
final class Rmi extends VmrCommand {

    @Parameters(paramLabel = "IMAGE", arity = "1..*")
    List<String> images = List.of();

    @Option(
            names = {"-f", "--force"},
            description = "Also when machines were made from it; they keep their disk.")
    boolean force;

    Rmi(Desk desk) {
        super(desk);
    }

    @Override
    int run() {
        return Several.each(desk(), images, image -> {
            DeleteImageResponse removed = desk().daemon()
                    .calls()
                    .deleteImage(DeleteImageRequest.newBuilder()
                            .setImage(image)
                            .setForce(force)
                            .build());
            removed.getUntaggedList().forEach(name -> terminal().data("untagged " + name));
            removed.getDeletedList().forEach(name -> terminal().data("deleted " + name));
            terminal().say("Freed " + Wording.size(removed.getFreedBytes()) + ".");
        });
    }
}
