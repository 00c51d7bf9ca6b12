package io.vmregistry.cli.command;

import io.vmregistry.client.ClientException;
import io.vmregistry.client.credential.StoredSession;
import java.util.Optional;
import picocli.CommandLine.Command;

/** Says who is logged in. */
@Command(name = "whoami", description = "Show who is logged in.")
final class WhoAmI extends VmrCommand {

    WhoAmI(Desk desk) {
        super(desk);
    }

    @Override
    int run() {
        Optional<StoredSession> session = desk().sessions().current();
        if (session.isEmpty()) {
            throw new ClientException.Unauthenticated("say who is logged in", "nobody is", "Run \"vmr login\".");
        }
        terminal().data(session.get().username());
        return ExitCode.DONE;
    }
}
