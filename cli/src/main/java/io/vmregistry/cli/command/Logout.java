package io.vmregistry.cli.command;

import io.vmregistry.client.credential.Secret;
import io.vmregistry.client.credential.StoredSession;
import io.vmregistry.proto.v1.LogoutRequest;
import io.vmregistry.proto.v1.LogoutResponse;
import java.util.Optional;
import picocli.CommandLine.Command;

/** Ends the session. */
@Command(name = "logout", description = "Log out.")
final class Logout extends VmrCommand {

    Logout(Desk desk) {
        super(desk);
    }

    @Override
    int run() {
        Optional<StoredSession> session = desk().sessions().current();
        boolean forgotten = desk().credentials().remove(desk().sessions().key());
        LogoutResponse ended = desk().daemon()
                .calls()
                .logout(LogoutRequest.newBuilder()
                        .setRefreshToken(session.flatMap(StoredSession::refreshToken)
                                .map(Secret::reveal)
                                .orElse(""))
                        .build());
        terminal().say(forgotten || ended.getLoggedOut() ? "Logged out." : "Nobody was logged in.");
        return ExitCode.DONE;
    }
}
