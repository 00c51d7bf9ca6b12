package io.vmregistry.e2e.process;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The daemon of a host. It can be killed and started again over the same folder. */
public final class HostDaemon implements AutoCloseable {

    private static final Pattern LISTENING = Pattern.compile("Listening on .*\\.sock");

    private final Path directory;
    private final Path store;
    private final Path socket;
    private final List<String> flags;
    private final Map<String, String> environment;
    private final Path log;
    private ServerProcess process;

    private HostDaemon(Path directory, Path store, List<String> flags, Map<String, String> environment, Path log) {
        this.directory = directory;
        this.store = store;
        this.socket = directory.resolve("daemon.sock");
        this.flags = flags;
        this.environment = environment;
        this.log = log;
        this.process = launch();
        process.awaitReady();
    }

    /** Starts one that uses a registry and an auth server, and waits until it serves. */
    public static HostDaemon start(
            Path directory,
            Path store,
            URI registry,
            URI auth,
            Path log,
            List<String> hypervisor,
            Map<String, String> environment) {
        List<String> all = new ArrayList<>(List.of("-registry-url", registry.toString(), "-auth-url", auth.toString()));
        all.addAll(hypervisor);
        return new HostDaemon(directory, store, all, environment, log);
    }

    private ServerProcess launch() {
        List<String> arguments = new ArrayList<>(List.of("-socket", socket.toString(), "-fs-path", store.toString()));
        arguments.addAll(flags);
        return ServerProcess.start(
                new ServerProcess.Command(
                        Launchers.launcher("vm-registry-daemon"), arguments, environment, directory, LISTENING),
                log);
    }

    public Path socket() {
        return socket;
    }

    /** Where its images and machines lie. */
    public Path store() {
        return store;
    }

    public ServerProcess process() {
        return process;
    }

    /** Ends it as {@code kill -9} does, if it still runs. */
    public void kill() {
        process.kill();
    }

    /** Ends it as a service manager does. */
    public void stop() {
        process.stop();
    }

    /** Starts it again after its end, and waits until it serves. */
    public void startAgain() {
        process.close();
        process = launch();
        process.awaitReady();
    }

    @Override
    public void close() {
        process.close();
    }
}
