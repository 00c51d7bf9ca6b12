package io.vmregistry.cli.command;

import io.vmregistry.cli.terminal.ProgressView;
import io.vmregistry.cli.terminal.Wording;
import io.vmregistry.proto.v1.PushImageEvent;
import io.vmregistry.proto.v1.PushImageRequest;
import io.vmregistry.proto.v1.PushImageResponse;
import java.util.Iterator;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Takes an image to the registry. */
@Command(name = "push", description = "Send an image to the registry.")
final class Push extends VmrCommand {

    @Parameters(paramLabel = "IMAGE")
    String image = "";

    Push(Desk desk) {
        super(desk);
    }

    @Override
    int run() {
        PushImageResponse pushed = desk().sessions().attempt(this::push);
        terminal().say("Pushed " + pushed.getImage() + ", " + Wording.size(pushed.getTransferredBytes()) + " moved.");
        terminal().data(pushed.getDigest());
        return ExitCode.DONE;
    }

    private PushImageResponse push(String token) {
        ProgressView view = desk().progress("pushing");
        Iterator<PushImageEvent> events = desk().daemon()
                .calls()
                .pushImageStream(PushImageRequest.newBuilder()
                        .setImage(image)
                        .setRegistryUrl(desk().context().registryUrl().orElse(""))
                        .setAccessToken(token)
                        .addAllRegistryLogins(new RegistryLogins(desk()).of(Stream.of(image)))
                        .build());
        while (events.hasNext()) {
            PushImageEvent event = events.next();
            if (event.hasResult()) {
                return event.getResult();
            }
            Transfers.show(view, event.getProgress());
        }
        throw Transfers.ended("push " + image);
    }
}
