package io.vmregistry.e2e.process;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The auth server with its embedded PostgreSQL. */
public final class AuthServer implements AutoCloseable {

    /** What a Quarkus server says when it serves, with the address that it took. */
    static final Pattern LISTENING = Pattern.compile("Listening on: https?://[^:]+:(\\d+)");

    private final Path directory;
    private final List<String> flags;
    private final Path log;
    private ServerProcess process;
    private int port;

    private AuthServer(Path directory, List<String> flags, Path log) {
        this.directory = directory;
        this.flags = flags;
        this.log = log;
        this.process = launch(0);
        this.port = Integer.parseInt(process.awaitReady().group(1));
    }

    /** Starts one that keeps its data in a folder, and waits until it serves. */
    public static AuthServer start(Path directory, Path log, String... flags) {
        return new AuthServer(directory, List.of(flags), log);
    }

    private ServerProcess launch(int onPort) {
        List<String> arguments = new ArrayList<>(List.of(
                "-host",
                "127.0.0.1",
                "-port",
                Integer.toString(onPort),
                "-data-dir",
                directory.resolve("auth").toString()));
        arguments.addAll(flags);
        return ServerProcess.start(
                new ServerProcess.Command(
                        Launchers.launcher("vm-registry-auth"), arguments, Map.of(), directory, LISTENING),
                log);
    }

    public int port() {
        return port;
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** The key that tokens are verified with. */
    public Path publicKey() {
        return directory.resolve("auth/keys/auth.pub");
    }

    /** The certificate of that key, for registries of others. */
    public Path certificate() {
        return directory.resolve("auth/keys/auth.crt");
    }

    /** What that key is the public part of. */
    public Path privateKey() {
        return directory.resolve("auth/keys/auth.key");
    }

    /** The folder of its database and its keys. */
    public Path data() {
        return directory.resolve("auth");
    }

    /** Runs a subcommand of the same program and returns what it printed. */
    public String run(String... arguments) {
        List<String> command =
                new ArrayList<>(List.of(Launchers.launcher("vm-registry-auth").toString()));
        command.addAll(List.of(arguments));
        return Commands.output(command.toArray(String[]::new));
    }

    public ServerProcess process() {
        return process;
    }

    @Override
    public void close() {
        process.close();
    }
}
