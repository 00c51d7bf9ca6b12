package io.vmregistry.cli.command;

import io.vmregistry.client.credential.Secret;
import io.vmregistry.proto.v1.LoginRequest;
import io.vmregistry.proto.v1.LoginResponse;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Begins a session. */
@Command(name = "login", description = "Log in; the session is kept for the commands that follow.")
final class Login extends VmrCommand {

    @Option(
            names = {"-u", "--username"},
            paramLabel = "NAME",
            description = "The user; asked for when it is missing.")
    Optional<String> username = Optional.empty();

    @Option(names = "--password-stdin", description = "Read the password from standard input.")
    boolean passwordFromInput;

    Login(Desk desk) {
        super(desk);
    }

    @Override
    int run() throws IOException {
        Credentials asked = new Credentials(desk());
        String name =
                username.map(String::strip).filter(given -> !given.isEmpty()).orElseGet(asked::username);
        Secret password = asked.password(passwordFromInput, false);
        LoginResponse login = desk().daemon()
                .calls()
                .login(LoginRequest.newBuilder()
                        .setUsername(name)
                        .setPassword(password.reveal())
                        .setAuthUrl(desk().context().authUrl().orElse(""))
                        .build());
        desk().sessions().keep(login);
        terminal().say("Logged in as " + login.getUsername() + ".");
        return ExitCode.DONE;
    }
}
