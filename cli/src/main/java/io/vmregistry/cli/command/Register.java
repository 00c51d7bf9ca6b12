package io.vmregistry.cli.command;

import io.vmregistry.client.credential.Secret;
import io.vmregistry.proto.v1.RegisterRequest;
import io.vmregistry.proto.v1.RegisterResponse;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes an account. */
@Command(name = "register", description = "Make an account at the auth server.")
final class Register extends VmrCommand {

    @Option(
            names = {"-u", "--username"},
            paramLabel = "NAME",
            description = "The user; asked for when it is missing.")
    Optional<String> username = Optional.empty();

    @Option(names = "--password-stdin", description = "Read the password from standard input.")
    boolean passwordFromInput;

    Register(Desk desk) {
        super(desk);
    }

    @Override
    int run() throws IOException {
        Credentials asked = new Credentials(desk());
        String name =
                username.map(String::strip).filter(given -> !given.isEmpty()).orElseGet(asked::username);
        Secret password = asked.password(passwordFromInput, true);
        RegisterResponse made = desk().daemon()
                .calls()
                .register(RegisterRequest.newBuilder()
                        .setUsername(name)
                        .setPassword(password.reveal())
                        .setAuthUrl(desk().context().authUrl().orElse(""))
                        .build());
        terminal().say("Registered " + made.getUsername() + ". Run \"vmr login -u " + made.getUsername() + "\".");
        return ExitCode.DONE;
    }
}
