package io.vmregistry.lsp.image;

import io.vmregistry.client.ClientException;
import io.vmregistry.client.configuration.ConfigurationDirectory;
import io.vmregistry.client.context.Context;
import io.vmregistry.client.context.ContextFile;
import io.vmregistry.client.daemon.DaemonAddress;
import io.vmregistry.client.daemon.DaemonClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The images that the daemon of the current context has. */
public final class DaemonImages implements RememberedImages.Source {

    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Map<String, String> environment;
    private final Path home;

    public DaemonImages(Map<String, String> environment, Path home) {
        this.environment = Map.copyOf(environment);
        this.home = home;
    }

    /** Without a daemon that answers there are no names; why is of no use to somebody who types. */
    @Override
    public Optional<List<String>> names() {
        try {
            Optional<Context> context = context();
            Optional<DaemonAddress> address = context.flatMap(this::address).filter(DaemonImages::mayAnswer);
            return address.flatMap(at -> ask(at, context.orElseThrow()));
        } catch (ClientException e) {
            return Optional.empty();
        }
    }

    private Optional<Context> context() {
        ContextFile.Contexts contexts = new ContextFile(ConfigurationDirectory.from(environment, home)).read();
        return contexts.find(Optional.ofNullable(environment.get("VMR_CONTEXT")).orElse(contexts.current()));
    }

    /** As the command line chooses it: the environment, the context, the daemon's own variable. */
    private Optional<DaemonAddress> address(Context context) {
        return Optional.ofNullable(environment.get("VMR_HOST"))
                .or(context::host)
                .or(() -> Optional.ofNullable(environment.get("VM_REGISTRY_SOCKET_PATH")))
                .map(DaemonAddress::parse)
                .orElse(Optional.of(DaemonAddress.DEFAULT));
    }

    /** A socket that is not there is not worth a client; an SSH session is not opened for a completion. */
    private static boolean mayAnswer(DaemonAddress address) {
        return switch (address) {
            case DaemonAddress.Unix(Path socket) -> Files.exists(socket);
            case DaemonAddress.Tcp tcp -> true;
            case DaemonAddress.Ssh ssh -> false;
        };
    }

    private static Optional<List<String>> ask(DaemonAddress address, Context context) {
        try (DaemonClient client =
                context.tls().map(tls -> DaemonClient.of(address, tls)).orElseGet(() -> DaemonClient.of(address))) {
            return client.imageNames(PATIENCE);
        }
    }
}
