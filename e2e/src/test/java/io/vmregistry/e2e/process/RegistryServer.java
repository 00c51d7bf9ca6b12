package io.vmregistry.e2e.process;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The registry server over a folder. It can be killed and started again at the same address. */
public final class RegistryServer implements AutoCloseable {

    private final Path directory;
    private final Path store;
    private final List<String> flags;
    private final Path log;
    private ServerProcess process;
    private int port;

    private RegistryServer(Path directory, Path store, List<String> flags, Path log) {
        this.directory = directory;
        this.store = store;
        this.flags = flags;
        this.log = log;
        this.process = launch();
        this.port = Integer.parseInt(process.awaitReady().group(1));
    }

    /** Starts one on a free port, and waits until it serves. */
    public static RegistryServer start(
            Path directory, Path store, Path authKey, URI tokenRealm, Path log, String... flags) {
        List<String> all = new ArrayList<>(List.of(
                "-auth-key",
                authKey.toString(),
                "-token-realm",
                tokenRealm.resolve("/token").toString()));
        all.addAll(List.of(flags));
        return new RegistryServer(directory, store, all, log);
    }

    /** Starts one that asks for no tokens, with no auth server beside it. */
    public static RegistryServer startOpen(Path directory, Path store, Path log, String... flags) {
        List<String> all = new ArrayList<>(List.of("-auth", "disabled"));
        all.addAll(List.of(flags));
        return new RegistryServer(directory, store, all, log);
    }

    private ServerProcess launch() {
        List<String> arguments = new ArrayList<>(
                List.of("-host", "127.0.0.1", "-port", Integer.toString(port), "-fs-path", store.toString()));
        arguments.addAll(flags);
        return ServerProcess.start(
                new ServerProcess.Command(
                        Launchers.launcher("vm-registry-server"), arguments, Map.of(), directory, AuthServer.LISTENING),
                log);
    }

    /** Runs {@code vm-registry-server gc} on the same store, whether the server runs or not, and returns what it printed. */
    public String collectGarbage(String... flags) {
        return collectGarbage(store, flags);
    }

    /** The same on a store that may have no server. */
    public static String collectGarbage(Path store, String... flags) {
        List<String> command = new ArrayList<>(
                List.of(Launchers.launcher("vm-registry-server").toString(), "gc", "-fs-path", store.toString()));
        command.addAll(List.of(flags));
        return Commands.output(command.toArray(String[]::new));
    }

    public int port() {
        return port;
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Where its content lies. */
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

    /** Starts it again after its end, at the same address, and waits until it serves. */
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
