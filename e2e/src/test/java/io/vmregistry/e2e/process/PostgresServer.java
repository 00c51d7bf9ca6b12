package io.vmregistry.e2e.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * The system's own PostgreSQL, as an administrator runs it, with a database of its own in a folder and on a port of the
 * loopback interface. It refuses to be root: started as root it runs as the user {@code postgres}.
 */
public final class PostgresServer implements AutoCloseable {

    private static final Path PROGRAMS = Path.of("/usr/lib/postgresql");
    private static final Pattern READY = Pattern.compile("database system is ready to accept connections");
    private static final String USER = "registry";
    private static final String PASSWORD = "a password";

    private final Path folder;
    private final Path log;
    private final Path programs;
    private final int port;
    private ServerProcess process;

    private PostgresServer(Path folder, Path log, Path programs, int port) {
        this.folder = folder;
        this.log = log;
        this.programs = programs;
        this.port = port;
        this.process = launch();
    }

    /** Makes one in an empty folder and waits until it serves. A test is skipped where there is no PostgreSQL. */
    public static PostgresServer start(Path folder, Path log) {
        Path programs = programs();
        try {
            Path password = Files.writeString(folder.resolve("password"), PASSWORD + "\n");
            if (isRoot()) {
                Commands.run("chown", "-R", "postgres:", folder.toString());
            }
            Commands.run(asServiceUser(
                            programs.resolve("initdb"),
                            "--pgdata=" + folder.resolve("data"),
                            "--username=" + USER,
                            "--auth=scram-sha-256",
                            "--pwfile=" + password,
                            "--encoding=UTF8",
                            "--no-sync")
                    .toArray(String[]::new));
            return new PostgresServer(folder, log, programs, freePort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ServerProcess launch() {
        List<String> command = asServiceUser(
                programs.resolve("postgres"),
                "-D",
                folder.resolve("data").toString(),
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "port=" + port,
                "-c",
                "unix_socket_directories=",
                "-c",
                "fsync=off");
        ServerProcess started = ServerProcess.start(
                new ServerProcess.Command(
                        Path.of(command.getFirst()),
                        command.subList(1, command.size()),
                        Map.of("LC_ALL", "C"),
                        folder,
                        READY),
                log);
        started.awaitReady();
        return started;
    }

    /** The newest one that is installed. */
    private static Path programs() {
        try (Stream<Path> versions = Files.exists(PROGRAMS) ? Files.list(PROGRAMS) : Stream.empty()) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                    .max(Comparator.naturalOrder())
                    .orElseGet(() -> Assumptions.abort(
                            "there is no PostgreSQL in " + PROGRAMS + "; install the package postgresql"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> asServiceUser(Path program, String... arguments) {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            command.addAll(List.of("/usr/bin/setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"));
        }
        command.add(program.toString());
        command.addAll(List.of(arguments));
        return command;
    }

    private static boolean isRoot() {
        try {
            return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** For {@code DATABASE_URL}. */
    public String url() {
        return "postgresql://%s:%s@127.0.0.1:%d/postgres".formatted(USER, PASSWORD.replace(" ", "%20"), port);
    }

    /** Runs one of PostgreSQL's programs against it, and returns what it printed. */
    public String run(String program, String... arguments) {
        List<String> command = new ArrayList<>(List.of(programs.resolve(program).toString()));
        command.addAll(List.of(arguments));
        command.add("--dbname=" + url());
        return Commands.run(command.toArray(String[]::new));
    }

    /** Ends it in the middle of whatever it does. */
    public void kill() {
        process.kill();
    }

    /** Starts it again after its end, at the same address, and waits until it serves. */
    public void startAgain() {
        process = launch();
    }

    public ServerProcess process() {
        return process;
    }

    @Override
    public void close() {
        process.kill();
    }
}
