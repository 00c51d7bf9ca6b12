package io.vmregistry.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vmregistry.cli.Surroundings;
import io.vmregistry.client.credential.Secret;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.Optional;

/** Asks for a name and a password. A password is never an argument: other users can see those. */
final class Credentials {

    private final Surroundings surroundings;

    Credentials(Desk desk) {
        this.surroundings = desk.surroundings();
    }

    String username() {
        return surroundings
                .prompt()
                .ask("Username: ")
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .orElseThrow(() -> new UsageFaultException("There is no user name. Give it with -u."));
    }

    /** @param twice asks again, for a password that is new */
    Secret password(boolean fromInput, boolean twice) throws IOException {
        Optional<String> password =
                fromInput ? firstLine() : surroundings.prompt().askSecretly("Password: ");
        Optional<Secret> given = password.filter(text -> !text.isEmpty()).map(Secret::of);
        if (given.isEmpty()) {
            throw new UsageFaultException("There is no password. Give it with --password-stdin.");
        }
        if (twice && !fromInput) {
            Optional<Secret> again = surroundings
                    .prompt()
                    .askSecretly("Again: ")
                    .filter(text -> !text.isEmpty())
                    .map(Secret::of);
            if (!again.equals(given)) {
                throw new UsageFaultException("The passwords differ.");
            }
        }
        return given.get();
    }

    private Optional<String> firstLine() throws IOException {
        return Optional.ofNullable(new BufferedReader(new InputStreamReader(surroundings.in(), UTF_8)).readLine());
    }
}
