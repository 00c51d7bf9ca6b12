package io.vmregistry.daemon;

import io.vmregistry.client.http.HttpAddress;
import io.vmregistry.client.http.HttpCaller;
import io.vmregistry.client.http.HttpSettings;
import io.vmregistry.daemon.compose.ComposeProjects;
import io.vmregistry.daemon.grpc.ComposeEndpoint;
import io.vmregistry.daemon.grpc.DaemonServer;
import io.vmregistry.daemon.grpc.ImageEndpoint;
import io.vmregistry.daemon.grpc.ListenAddress;
import io.vmregistry.daemon.grpc.MachineEndpoint;
import io.vmregistry.daemon.grpc.SessionEndpoint;
import io.vmregistry.daemon.grpc.SystemEndpoint;
import io.vmregistry.daemon.grpc.VmService;
import io.vmregistry.daemon.health.HealthCheck;
import io.vmregistry.daemon.health.ServerProbe;
import io.vmregistry.daemon.hypervisor.Backend;
import io.vmregistry.daemon.image.ImageTransfers;
import io.vmregistry.daemon.image.LocalStore;
import io.vmregistry.daemon.machine.LocalMachines;
import io.vmregistry.daemon.session.Sessions;
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

/** The daemon's wiring: the one place that names adapters. It runs from {@link #start} until {@link #close}. */
public final class Daemon implements AutoCloseable {

    /** A health check is asked for by somebody who waits. */
    private static final HttpSettings PROBES = new HttpSettings(
            Duration.ofSeconds(3), Duration.ofSeconds(3), Duration.ofSeconds(3), HttpSettings.DEFAULT.userAgent());

    private final ProcessLock storageLock;
    private final HttpCaller http;
    private final HttpCaller probes;
    private final Backends backends;
    private final LocalMachines machines;
    private final ComposeProjects compose;
    private final DaemonServer server;

    private Daemon(
            ProcessLock storageLock,
            HttpCaller http,
            HttpCaller probes,
            Backends backends,
            LocalMachines machines,
            ComposeProjects compose,
            DaemonServer server) {
        this.storageLock = storageLock;
        this.http = http;
        this.probes = probes;
        this.backends = backends;
        this.machines = machines;
        this.compose = compose;
        this.server = server;
    }

    /**
     * Starts everything and begins to listen.
     *
     * @throws StartRefusedException when it cannot be started so
     */
    public static Daemon start(DaemonConfig config) {
        requireBuilt(config);
        List<ListenAddress> addresses = addresses(config);
        Optional<URI> registryUrl = url("-registry-url", config.registryUrl());
        Optional<URI> authUrl = url("-auth-url", config.authUrl());
        Path folder = config.fsPath().toAbsolutePath();
        ProcessLock storageLock = lock(folder);
        Backends backends = backends(config, folder, storageLock);
        HttpCaller http = new HttpCaller(HttpSettings.DEFAULT);
        HttpCaller probes = new HttpCaller(PROBES);
        try {
            Clock clock = Clock.systemUTC();
            Sessions sessions = new Sessions(folder.resolve("sessions"), authUrl, http, clock);
            MachinesOnImages link = new MachinesOnImages();
            LocalStore images = LocalStore.open(
                    new FilesystemBlobStore(folder, Durability.FSYNC, clock),
                    new FilesystemManifestStore(folder, Durability.FSYNC),
                    folder,
                    link,
                    new ImageTransfers.RemoteAccess(http, sessions, registryUrl),
                    clock);
            LocalMachines machines = new LocalMachines(folder.resolve("runtime"), link, backends.router(), clock);
            link.connect(machines, images.images());
            machines.recover();
            Backend standard = backends.router().standard();
            ComposeProjects compose =
                    ComposeProjects.open(folder, machines, standard.networks(), standard.disks(), clock);
            HealthCheck health = new HealthCheck(
                    DaemonFlags.programVersion(),
                    new ServerProbe(registryUrl, "-registry-url", probes),
                    new ServerProbe(authUrl, "-auth-url", probes),
                    backends::health);
            VmService service = new VmService(
                    new SessionEndpoint(sessions, clock),
                    new SystemEndpoint(health),
                    new ImageEndpoint(images),
                    new MachineEndpoint(machines, clock),
                    new ComposeEndpoint(compose, images));
            DaemonServer server = DaemonServer.start(addresses, service, config.stopTimeout());
            return new Daemon(storageLock, http, probes, backends, machines, compose, server);
        } catch (RuntimeException e) {
            backends.close();
            release(storageLock, http, probes);
            throw e;
        }
    }

    private static Backends backends(DaemonConfig config, Path folder, ProcessLock storageLock) {
        try {
            return Backends.of(config, folder);
        } catch (RuntimeException e) {
            release(storageLock);
            throw e;
        }
    }

    /** What is documented and not part of this version is refused, so that nobody relies on it. */
    private static void requireBuilt(DaemonConfig config) {
        if (!config.storage().equals("filesystem")) {
            throw new StartRefusedException(
                    "Tried to start with -storage \"%s\" but failed because this build stores images on the filesystem only. Use -storage filesystem."
                            .formatted(config.storage()));
        }
        config.cacheMaxSize().ifPresent(size -> {
            throw new StartRefusedException(
                    "Tried to start with -cache-max-size \"%s\" but failed because this build does not limit what it keeps. Leave it out; \"vmr rmi IMAGE\" and \"vmr gc\" free room."
                            .formatted(size));
        });
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
        return text.filter(given -> !given.isBlank())
                .map(given -> HttpAddress.parse(given.strip())
                        .orElseThrow(() -> new StartRefusedException(
                                "Tried to start with %s \"%s\" but failed because it is not an http or https URL. Write it like http://127.0.0.1:8080."
                                        .formatted(flag, given))));
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
        compose.close();
        machines.close();
        backends.close();
        release(storageLock, http, probes);
    }

    private static void release(ProcessLock storageLock, HttpCaller http, HttpCaller probes) {
        http.close();
        probes.close();
        release(storageLock);
    }

    private static void release(ProcessLock storageLock) {
        try {
            storageLock.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the storage's lock cannot be released", e);
        }
    }
}
