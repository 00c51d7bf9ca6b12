package io.vmregistry.lsp.image;

import io.vmregistry.client.ClientException;
import io.vmregistry.client.daemon.DaemonClient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The images that the daemon of the current context has. */
public final class DaemonImages implements RememberedImages.Source {

    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final UserContext user;

    public DaemonImages(UserContext user) {
        this.user = user;
    }

    /** Without a daemon that answers there are no names; why is of no use to somebody who types. */
    @Override
    public Optional<List<String>> names() {
        try {
            return user.context().flatMap(user::openDaemon).flatMap(DaemonImages::ask);
        } catch (ClientException e) {
            return Optional.empty();
        }
    }

    private static Optional<List<String>> ask(DaemonClient daemon) {
        try (daemon) {
            return daemon.imageNames(PATIENCE);
        }
    }
}
