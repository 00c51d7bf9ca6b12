package io.vmregistry.e2e.process;

import io.vmregistry.e2e.fault.CuttingProxy;
import io.vmregistry.e2e.fault.SmallDisk;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * A registry and a daemon with folders of their own, beside an auth server that several deployments share. Between any two
 * of them can stand a proxy, so that a test can cut what it likes.
 */
public final class Deployment implements AutoCloseable {

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final TemporaryFolder folder;
    private final AuthServer auth;
    private final RegistryServer registry;
    private final HostDaemon daemon;
    private final CuttingProxy authProxy;
    private final CuttingProxy registryProxy;
    private final CuttingProxy daemonProxy;
    private final boolean behindProxies;
    private final Optional<SmallDisk> daemonDisk;
    private final Optional<SmallDisk> registryDisk;

    /**
     * What a deployment is like.
     *
     * @param hypervisor what its machines run on
     * @param daemonEnvironment more variables of the daemon
     * @param behindProxies whether its parts speak to each other through the proxies
     * @param diskMebibytes size of the disks that daemon and registry store on; empty for the machine's own
     */
    public record Plan(
            Supplier<Hypervisor> hypervisor,
            Map<String, String> daemonEnvironment,
            boolean behindProxies,
            OptionalInt diskMebibytes) {

        /** Simulated machines, proxies between everything. */
        public static final Plan SIMULATED = new Plan(Hypervisor.Simulated::new, Map.of(), true, OptionalInt.empty());

        public Plan {
            daemonEnvironment = Map.copyOf(daemonEnvironment);
        }

        /** Real guests, in a libvirt that touches nothing of the host's. */
        public Plan onLibvirt() {
            return new Plan(Hypervisor.IsolatedLibvirt::start, daemonEnvironment, behindProxies, diskMebibytes);
        }

        /** Stores on disks that are soon full. Needs root. */
        public Plan onSmallDisks(int mebibytes) {
            return new Plan(hypervisor, daemonEnvironment, behindProxies, OptionalInt.of(mebibytes));
        }

        /** Nothing in between, to be measured. */
        public Plan direct(String variable, String value) {
            return new Plan(hypervisor, Map.of(variable, value), false, diskMebibytes);
        }
    }

    private Deployment(AuthServer auth, Path logs, Plan plan) {
        this.auth = auth;
        this.behindProxies = plan.behindProxies();
        try {
            this.folder = opened(TemporaryFolder.create());
            this.daemonDisk = disk("daemon", plan);
            this.registryDisk = disk("registry", plan);
            this.authProxy = opened(CuttingProxy.tcp(loopback(auth.port())));
            URI authUrl = behindProxies ? url(authProxy) : auth.url();
            this.registry = opened(RegistryServer.start(
                    folder.path(), folder.folder("registry"), auth.publicKey(), authUrl, logs.resolve("registry.log")));
            this.registryProxy = opened(CuttingProxy.tcp(loopback(registry.port())));
            this.daemon = opened(HostDaemon.start(
                    folder.path(),
                    folder.folder("daemon"),
                    behindProxies ? url(registryProxy) : registry.url(),
                    authUrl,
                    logs.resolve("daemon.log"),
                    opened(plan.hypervisor().get()).flags(),
                    plan.daemonEnvironment()));
            this.daemonProxy = opened(CuttingProxy.unix(folder.path().resolve("vmr.sock"), daemon.socket()));
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private Optional<SmallDisk> disk(String name, Plan plan) {
        return plan.diskMebibytes().isPresent()
                ? Optional.of(opened(SmallDisk.mount(
                        folder.folder(name), plan.diskMebibytes().getAsInt())))
                : Optional.empty();
    }

    /** Starts one. */
    public static Deployment start(AuthServer auth, Path logs, Plan plan) {
        Deployment deployment = new Deployment(auth, logs, plan);
        AtExit.close(deployment);
        return deployment;
    }

    private static URI url(CuttingProxy proxy) {
        return URI.create("http://127.0.0.1:" + proxy.port());
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private <T extends AutoCloseable> T opened(T part) {
        opened.push(part);
        return part;
    }

    /** A folder of this deployment for whatever a test needs. */
    public Path folder(String name) {
        return folder.folder(name);
    }

    public AuthServer auth() {
        return auth;
    }

    public RegistryServer registry() {
        return registry;
    }

    public HostDaemon daemon() {
        return daemon;
    }

    /** Between daemon (and registry) and the auth server. */
    public CuttingProxy authProxy() {
        return authProxy;
    }

    /** Between daemon and registry. */
    public CuttingProxy registryProxy() {
        return registryProxy;
    }

    /** Between {@code vmr} and daemon. */
    public CuttingProxy daemonProxy() {
        return daemonProxy;
    }

    /** The small disk that the daemon stores on. */
    public SmallDisk daemonDisk() {
        return daemonDisk.orElseThrow();
    }

    /** The small disk that the registry stores on. */
    public SmallDisk registryDisk() {
        return registryDisk.orElseThrow();
    }

    /** Takes back every fault: proxies forward everything, and daemon and registry run. */
    public void heal() {
        for (CuttingProxy proxy : List.of(authProxy, registryProxy, daemonProxy)) {
            proxy.startCounting();
            proxy.restore();
        }
        if (!registry.process().alive()) {
            registry.startAgain();
        }
        if (!daemon.process().alive()) {
            daemon.startAgain();
        }
    }

    /** The socket that users of this deployment speak to. */
    public Path socket() {
        return behindProxies ? folder.path().resolve("vmr.sock") : daemon.socket();
    }

    /** A user of this host who has no login yet. */
    public Vmr newUser() {
        Path home = folder("home-" + UUID.randomUUID().toString().substring(0, 8));
        return new Vmr(home, home, socket(), Map.of());
    }

    /** The programs whose output a failure is explained with. */
    Map<String, ServerProcess> processes() {
        Map<String, ServerProcess> processes = new LinkedHashMap<>();
        processes.put("auth", auth.process());
        processes.put("registry", registry.process());
        processes.put("daemon", daemon.process());
        return processes;
    }

    /** Ends and deletes everything, also when a part of it fails; the first failure is thrown. */
    @Override
    public void close() {
        AtExit.forget(this);
        RuntimeException failure = null;
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                if (failure == null) {
                    failure = new IllegalStateException("Tried to end a deployment but failed", e);
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
