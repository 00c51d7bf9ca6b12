package io.vmregistry.cli.command;

import io.grpc.Status;
import io.vmregistry.cli.Surroundings;
import io.vmregistry.cli.terminal.ProgressView;
import io.vmregistry.cli.terminal.Terminal;
import io.vmregistry.client.ClientException;
import io.vmregistry.client.configuration.ConfigurationDirectory;
import io.vmregistry.client.context.Context;
import io.vmregistry.client.context.ContextFile;
import io.vmregistry.client.credential.CredentialFile;
import io.vmregistry.client.daemon.DaemonAddress;
import io.vmregistry.client.daemon.DaemonClient;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the commands of one invocation share: the terminal, the files of the user, the daemon. */
final class Desk implements AutoCloseable {

    private final Surroundings surroundings;
    private final GlobalOptions options;
    private @Nullable Terminal terminal;
    private @Nullable DaemonClient daemon;

    Desk(Surroundings surroundings, GlobalOptions options) {
        this.surroundings = surroundings;
        this.options = options;
    }

    Surroundings surroundings() {
        return surroundings;
    }

    GlobalOptions options() {
        return options;
    }

    /** Not before the options are read. */
    Terminal terminal() {
        Terminal made = terminal;
        if (made == null) {
            boolean colour = surroundings.interactive()
                    && !options.noColor
                    && surroundings.variable("NO_COLOR").isEmpty();
            made = new Terminal(
                    surroundings.out(), surroundings.err(), surroundings.interactive(), colour, options.quiet);
            terminal = made;
        }
        return made;
    }

    ConfigurationDirectory configuration() {
        return ConfigurationDirectory.from(surroundings.variables(), surroundings.home());
    }

    ContextFile contexts() {
        return new ContextFile(configuration());
    }

    CredentialFile credentials() {
        return new CredentialFile(configuration());
    }

    Context context() {
        ContextFile.Contexts known = contexts().read();
        String name =
                options.context.or(() -> surroundings.variable("VMR_CONTEXT")).orElse(known.current());
        return known.find(name)
                .orElseThrow(() -> new ClientException.NotFound(
                        "use context \"" + name + "\"",
                        "there is none of that name",
                        "Run \"vmr context ls\" to see which there are."));
    }

    /** The most particular wins: a flag, then the environment, then the context, then the daemon's own variable. */
    DaemonAddress address() {
        Context context = context();
        Optional<String> flagged =
                options.host.or(() -> options.context.isPresent() ? context.host() : Optional.empty());
        return flagged.or(() -> context.host(surroundings::variable))
                .map(
                        text -> DaemonAddress.parse(text)
                                .orElseThrow(
                                        () -> new UsageFaultException(
                                                "\"" + text
                                                        + "\" is no daemon's address. Write unix:///path, tcp://host:port or ssh://user@host.")))
                .orElse(DaemonAddress.DEFAULT);
    }

    DaemonClient daemon() {
        DaemonClient open = daemon;
        if (open == null) {
            DaemonAddress address = address();
            open = context().tls().map(tls -> DaemonClient.of(address, tls)).orElseGet(() -> DaemonClient.of(address));
            daemon = open;
        }
        return open;
    }

    /** The fault that a failed call means when nobody was there to answer it. */
    Optional<ClientException.DaemonUnreachable> unreachable(Status status) {
        DaemonClient open = daemon;
        return open == null ? Optional.empty() : open.unreachable(status);
    }

    Sessions sessions() {
        return new Sessions(this);
    }

    ProgressView progress(String verb) {
        return new ProgressView(terminal(), verb, System::nanoTime);
    }

    @Override
    public void close() {
        DaemonClient open = daemon;
        if (open != null) {
            open.close();
        }
    }
}
