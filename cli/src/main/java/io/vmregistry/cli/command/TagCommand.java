package io.vmregistry.cli.command;

import io.vmregistry.proto.v1.TagImageRequest;
import io.vmregistry.proto.v1.TagImageResponse;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Gives an image another name. */
@Command(name = "tag", description = "Give an image another name.")
final class TagCommand extends VmrCommand {

    @Parameters(index = "0", paramLabel = "SOURCE")
    String source = "";

    @Parameters(index = "1", paramLabel = "TARGET")
    String target = "";

    TagCommand(Desk desk) {
        super(desk);
    }

    @Override
    int run() {
        TagImageResponse tagged = desk().daemon()
                .calls()
                .tagImage(TagImageRequest.newBuilder()
                        .setSource(source)
                        .setTarget(target)
                        .build());
        terminal().say(tagged.getTarget() + " is " + tagged.getDigest() + ".");
        return ExitCode.DONE;
    }
}
