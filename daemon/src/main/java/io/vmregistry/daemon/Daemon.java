package io.vmregistry.daemon;

import io.vmregistry.client.http.HttpCaller;
import io.vmregistry.client.http.HttpSettings;
import io.vmregistry.daemon.grpc.DaemonServer;
import io.vmregistry.daemon.grpc.ImageEndpoint;
import io.vmregistry.daemon.grpc.ListenAddress;
import io.vmregistry.daemon.grpc.SessionEndpoint;
import io.vmregistry.daemon.grpc.SystemEndpoint;
import io.vmregistry.daemon.grpc.VmService;
import io.vmregistry.daemon.health.Health;
import io.vmregistry.daemon.health.HealthCheck;
import io.vmregistry.daemon.health.ServerProbe;
import io.vmregistry.daemon.image.ImageTransfers;
import io.vmregistry.daemon.image.ImageUse;
import io.vmregistry.daemon.image.LocalStore;
import io.vmregistry.daemon.session.Sessions;
import io.vmregistry.spec.reference.Digest;
import io.vmregistry.store.filesystem.Durability;
import io.vmregistry.store.filesystem.FilesystemBlobStore;
import io.vmregistry.store.filesystem.FilesystemManifestStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The daemon's wiring: the one place that names adapters. It runs from {@link #start} until {@link #close}. */
public final class Daemon implements AutoCloseable {

    /** A health check is asked for by somebody who waits. */
    private static final HttpSettings PROBES = new HttpSettings(
            Duration.ofSeconds(3), Duration.ofSeconds(3), Duration.ofSeconds(3), HttpSettings.DEFAULT.userAgent());

    private final ProcessLock storageLock;
    private final HttpCaller http;
    private final HttpCaller probes;
    private final DaemonServer server;

    private Daemon(ProcessLock storageLock, HttpCaller http, HttpCaller probes, DaemonServer server) {
        this.storageLock = storageLock;
        this.http = http;
        this.probes = probes;
        this.server = server;
    }

    /**
     * Starts everything and begins to listen.
     *
     * @throws StartRefusedException when it cannot be started so
     */
    public static Daemon start(DaemonConfig config) {
        requireFilesystem(config);
        List<ListenAddress> addresses = addresses(config);
        Optional<URI> registryUrl = url("-registry-url", config.registryUrl());
        Optional<URI> authUrl = url("-auth-url", config.authUrl());
        Path folder = config.fsPath().toAbsolutePath();
        ProcessLock storageLock = lock(folder);
        HttpCaller http = new HttpCaller(HttpSettings.DEFAULT);
        HttpCaller probes = new HttpCaller(PROBES);
        try {
            Clock clock = Clock.systemUTC();
            Sessions sessions = new Sessions(folder.resolve("sessions"), authUrl, http, clock);
            LocalStore images = LocalStore.open(
                    new FilesystemBlobStore(folder, Durability.FSYNC, clock),
                    new FilesystemManifestStore(folder, Durability.FSYNC),
                    folder,
                    new NoMachines(),
                    new ImageTransfers.RemoteAccess(http, sessions, registryUrl),
                    clock);
            HealthCheck health = new HealthCheck(
                    DaemonFlags.programVersion(),
                    new ServerProbe(registryUrl, "-registry-url", probes),
                    new ServerProbe(authUrl, "-auth-url", probes),
                    () -> Health.notConfigured("This build runs no machines."));
            VmService service = new VmService(
                    new SessionEndpoint(sessions, clock), new SystemEndpoint(health), new ImageEndpoint(images));
            DaemonServer server = DaemonServer.start(addresses, service, config.stopTimeout());
            return new Daemon(storageLock, http, probes, server);
        } catch (RuntimeException e) {
            release(storageLock, http, probes);
            throw e;
        }
    }

    private static void requireFilesystem(DaemonConfig config) {
        if (!config.storage().equals("filesystem")) {
            throw new StartRefusedException(
                    "Tried to start with -storage \"%s\" but failed because this build stores images on the filesystem only. Use -storage filesystem."
                            .formatted(config.storage()));
        }
    }

    private static ProcessLock lock(Path folder) {
        try {
            Files.createDirectories(folder);
            return ProcessLock.acquire(folder.resolve("daemon.lock"));
        } catch (ProcessLock.HeldException e) {
            throw new StartRefusedException(
                    "Tried to open the storage %s but failed because %s. Stop that one first or use another -fs-path."
                            .formatted(folder, e.reason()),
                    e);
        } catch (IOException e) {
            throw new StartRefusedException(
                    "Tried to open the storage %s but failed because %s. Run the daemon as a user who may write there or use another -fs-path."
                            .formatted(folder, e),
                    e);
        }
    }

    private static Optional<URI> url(String flag, Optional<String> text) {
        return text.filter(given -> !given.isBlank()).map(given -> {
            try {
                URI uri = URI.create(given.strip());
                if (("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())) && uri.getHost() != null) {
                    return uri;
                }
            } catch (IllegalArgumentException e) {
                throw notAUrl(flag, given);
            }
            throw notAUrl(flag, given);
        });
    }

    private static StartRefusedException notAUrl(String flag, String given) {
        return new StartRefusedException(
                "Tried to start with %s \"%s\" but failed because it is not an http or https URL. Write it like http://127.0.0.1:8080."
                        .formatted(flag, given));
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
        release(storageLock, http, probes);
    }

    private static void release(ProcessLock storageLock, HttpCaller http, HttpCaller probes) {
        http.close();
        probes.close();
        try {
            storageLock.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the storage's lock cannot be released", e);
        }
    }

    /** What holds while nothing runs machines. */
    private static final class NoMachines implements ImageUse {
        @Override
        public List<String> machinesOf(Digest manifest) {
            return List.of();
        }

        @Override
        public Set<Digest> blobsInUse() {
            return Set.of();
        }
    }
}
