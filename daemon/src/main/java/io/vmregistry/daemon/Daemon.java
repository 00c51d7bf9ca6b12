package io.vmregistry.daemon;

import io.vmregistry.daemon.grpc.DaemonServer;
import io.vmregistry.daemon.grpc.ListenAddress;
import io.vmregistry.daemon.grpc.VmService;
import java.util.ArrayList;
import java.util.List;

/** The daemon's wiring: the one place that names adapters. It runs from {@link #start} until {@link #close}. */
public final class Daemon implements AutoCloseable {

    private final DaemonServer server;

    private Daemon(DaemonServer server) {
        this.server = server;
    }

    /**
     * Starts everything and begins to listen.
     *
     * @throws StartRefusedException when it cannot be started so
     */
    public static Daemon start(DaemonConfig config) {
        if (!config.storage().equals("filesystem")) {
            throw new StartRefusedException(
                    "Tried to start with -storage \"%s\" but failed because this build stores images on the filesystem only. Use -storage filesystem."
                            .formatted(config.storage()));
        }
        List<ListenAddress> addresses = addresses(config);
        VmService service = new VmService();
        return new Daemon(DaemonServer.start(addresses, service, config.stopTimeout()));
    }

    private static List<ListenAddress> addresses(DaemonConfig config) {
        List<ListenAddress> addresses = new ArrayList<>();
        addresses.add(new ListenAddress.UnixSocket(config.socket().toAbsolutePath(), config.socketGroup()));
        config.listen().ifPresent(hostAndPort -> {
            if (config.tlsCert().isEmpty()
                    || config.tlsKey().isEmpty()
                    || config.tlsClientCa().isEmpty()) {
                throw new StartRefusedException(
                        "Tried to listen on %s but failed because TCP is served over mutual TLS only. Give -tls-cert, -tls-key and -tls-client-ca."
                                .formatted(hostAndPort));
            }
            addresses.add(ListenAddress.MutualTls.parse(
                    hostAndPort,
                    config.tlsCert().get(),
                    config.tlsKey().get(),
                    config.tlsClientCa().get()));
        });
        return addresses;
    }

    @Override
    public void close() {
        server.close();
    }
}
