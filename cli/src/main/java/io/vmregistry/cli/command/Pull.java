package io.vmregistry.cli.command;

import io.vmregistry.cli.terminal.ProgressView;
import io.vmregistry.cli.terminal.Wording;
import io.vmregistry.proto.v1.PullImageEvent;
import io.vmregistry.proto.v1.PullImageRequest;
import io.vmregistry.proto.v1.PullImageResponse;
import java.util.Iterator;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Brings an image from the registry. */
@Command(name = "pull", description = "Fetch an image from the registry.")
final class Pull extends VmrCommand {

    @Parameters(paramLabel = "IMAGE")
    String image = "";

    Pull(Desk desk) {
        super(desk);
    }

    @Override
    int run() {
        PullImageResponse pulled = desk().sessions().attempt(this::pull);
        terminal()
                .say(
                        pulled.getUpToDate()
                                ? pulled.getImage() + " is up to date."
                                : "Pulled " + pulled.getImage() + ", " + Wording.size(pulled.getTransferredBytes())
                                        + " moved.");
        terminal().data(pulled.getDigest());
        return ExitCode.DONE;
    }

    private PullImageResponse pull(String token) {
        ProgressView view = desk().progress("pulling");
        Iterator<PullImageEvent> events = desk().daemon()
                .calls()
                .pullImageStream(PullImageRequest.newBuilder()
                        .setImage(image)
                        .setRegistryUrl(desk().context().registryUrl().orElse(""))
                        .setAccessToken(token)
                        .addAllRegistryLogins(new RegistryLogins(desk()).of(Stream.of(image)))
                        .build());
        while (events.hasNext()) {
            PullImageEvent event = events.next();
            if (event.hasResult()) {
                return event.getResult();
            }
            Transfers.show(view, event.getProgress());
        }
        throw Transfers.ended("pull " + image);
    }
}
