package io.vmregistry.auth.database.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vmregistry.auth.database.DatabaseStartException;
import io.vmregistry.auth.database.DatabaseUrl;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * A PostgreSQL server of our own: its programs, data, password and log live in one directory of mode 0700, it listens on
 * the loopback address alone, and everybody needs the password (SCRAM-SHA-256), also other users of this machine.
 *
 * <p>A lock in the directory keeps a second server out. Whoever holds the lock stops what a killed predecessor left
 * running. A PostgreSQL that ends by itself is started again on the same port.
 *
 * <p>PostgreSQL refuses to run as root. Started as root, it runs in a user namespace of its own, where the same user is
 * nobody: files stay root's, and no path needs to be opened to another account.
 */
public final class EmbeddedPostgres implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(EmbeddedPostgres.class);
    private static final String USERNAME = "vmregistry";
    private static final String DATABASE = "postgres";
    private static final int PASSWORD_BYTES = 32;
    private static final String TIMEOUT_SECONDS = "60";
    private static final int SHOWN_LOG_LINES = 15;

    private final Path directory;
    private final PostgresPrograms programs;
    private final FileChannel lock;
    private final int port;
    private final String password;
    private final Semaphore restarts = new Semaphore(0);
    private volatile boolean closing;
    private volatile Future<?> watch = CompletableFuture.completedFuture(null);

    private EmbeddedPostgres(Path directory, PostgresPrograms programs, FileChannel lock, int port, String password) {
        this.directory = directory;
        this.programs = programs;
        this.lock = lock;
        this.port = port;
        this.password = password;
    }

    /**
     * Starts PostgreSQL on the directory, which is made when it is missing. Returns when it accepts connections.
     *
     * @throws DatabaseStartException when another server holds the directory, or PostgreSQL does not start
     */
    public static EmbeddedPostgres start(Path parent) {
        return start(parent, PostgresPrograms::install);
    }

    /** Where the programs are for a directory. */
    interface Programs {
        PostgresPrograms in(Path directory) throws IOException;
    }

    static EmbeddedPostgres start(Path parent, Programs programs) {
        Path directory = parent.toAbsolutePath().normalize();
        try {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            FileChannel lock = lock(directory);
            try {
                EmbeddedPostgres postgres =
                        new EmbeddedPostgres(directory, programs.in(directory), lock, freePort(), password(directory));
                postgres.initialise();
                postgres.stopOrphan();
                postgres.launch();
                return postgres;
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw new DatabaseStartException(
                    "Tried to start the embedded PostgreSQL in %s but failed because of %s.".formatted(directory, e),
                    e);
        }
    }

    /**
     * Where the server of the directory listens that another process started, with the password; empty when none runs.
     *
     * @throws DatabaseStartException when the directory cannot be read
     */
    public static Optional<DatabaseUrl> running(Path parent) {
        Path directory = parent.toAbsolutePath().normalize();
        try {
            Optional<Integer> port = ServerProcess.portOf(directory.resolve("data"));
            return port.isEmpty()
                    ? Optional.empty()
                    : Optional.of(url(
                            port.get(),
                            Files.readString(directory.resolve("password")).strip()));
        } catch (IOException e) {
            throw new DatabaseStartException(
                    "Tried to join the embedded PostgreSQL in %s but failed because of %s.".formatted(directory, e), e);
        }
    }

    /** Where it listens, with the password. */
    public DatabaseUrl url() {
        return url(port, password);
    }

    private static DatabaseUrl url(int port, String password) {
        return new DatabaseUrl(
                InetAddress.getLoopbackAddress().getHostAddress(), port, DATABASE, USERNAME, password, Map.of());
    }

    private static FileChannel lock(Path directory) throws IOException {
        FileChannel channel =
                FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        Optional<FileLock> held;
        try {
            held = Optional.ofNullable(channel.tryLock());
        } catch (OverlappingFileLockException e) {
            held = Optional.empty();
        }
        if (held.isEmpty()) {
            channel.close();
            throw new DatabaseStartException(
                    "Tried to start the embedded PostgreSQL but failed because another auth server uses %s. Stop it, or give another -data-dir."
                            .formatted(directory));
        }
        return channel;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static String password(Path directory) throws IOException {
        Path file = directory.resolve("password");
        if (!Files.exists(file)) {
            byte[] bytes = new byte[PASSWORD_BYTES];
            new SecureRandom().nextBytes(bytes);
            Path unfinished = Files.createTempFile(
                    directory,
                    "password",
                    ".new",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(
                    unfinished, Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        }
        return Files.readString(file).strip();
    }

    private Path data() {
        return directory.resolve("data");
    }

    /** Makes the data directory, beside its final name: a start that is killed meanwhile leaves nothing half-made. */
    private void initialise() throws IOException {
        if (Files.exists(data().resolve("PG_VERSION"))) {
            return;
        }
        Path unfinished = directory.resolve("data.new");
        PostgresPrograms.removeTree(unfinished);
        List<String> arguments = List.of(
                "--pgdata=" + unfinished,
                "--username=" + USERNAME,
                "--auth=scram-sha-256",
                "--pwfile=" + directory.resolve("password"),
                "--encoding=UTF8",
                "--locale=C");
        run("make a database", programs.initdb(), arguments);
        Files.move(unfinished, data(), StandardCopyOption.ATOMIC_MOVE);
    }

    private void stopOrphan() throws IOException {
        if (ServerProcess.of(data()).isPresent()) {
            LOG.infof("Stopping the PostgreSQL that an earlier server left running in %s", data());
            stop();
        }
        ServerProcess.removeMisleadingPidFile(data());
    }

    private void launch() throws IOException {
        // pg_ctl hands this text to a shell: it holds nothing but words and a number of ours.
        String options =
                "-c listen_addresses=127.0.0.1 -c port=%d -c unix_socket_directories= -c max_connections=40 -c shared_buffers=32MB -c log_checkpoints=off"
                        .formatted(port);
        run(
                "start PostgreSQL",
                programs.pgCtl(),
                List.of(
                        "start",
                        "--pgdata=" + data(),
                        "--log=" + directory.resolve("postgres.log"),
                        "--wait",
                        "--timeout=" + TIMEOUT_SECONDS,
                        "--options=" + options));
        ProcessHandle process = ServerProcess.of(data())
                .orElseThrow(() -> new DatabaseStartException(
                        "Tried to start PostgreSQL but failed because it ended at once. Its log is %s."
                                .formatted(directory.resolve("postgres.log"))));
        watch = process.onExit().thenRun(this::restart);
    }

    /** Waits until a server that ended was started again, or could not be. */
    void awaitRestart() throws InterruptedException {
        restarts.acquire();
    }

    private void restart() {
        try {
            restartNow();
        } finally {
            restarts.release();
        }
    }

    private synchronized void restartNow() {
        if (closing) {
            return;
        }
        LOG.errorf("PostgreSQL ended by itself; starting it again. Its log is %s", directory.resolve("postgres.log"));
        try {
            launch();
        } catch (IOException | DatabaseStartException e) {
            LOG.error("PostgreSQL does not start again: stop this server and look at the log", e);
        }
    }

    private void stop() throws IOException {
        run(
                "stop PostgreSQL",
                programs.pgCtl(),
                List.of("stop", "--pgdata=" + data(), "--mode=fast", "--wait", "--timeout=" + TIMEOUT_SECONDS));
    }

    private void run(String purpose, Path program, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            command.addAll(List.of("unshare", "--user"));
        }
        command.add(program.toString());
        command.addAll(arguments);
        Path output = directory.resolve("last-command.log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("PG") || name.startsWith("LC_"));
        builder.environment().put("LC_ALL", "C");
        int exit;
        try {
            exit = builder.start().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while it tried to " + purpose, e);
        }
        if (exit != 0) {
            throw new DatabaseStartException("Tried to %s but failed because %s ended with code %d:%n%s%n%s"
                    .formatted(
                            purpose, program.getFileName(), exit, end(output), end(directory.resolve("postgres.log"))));
        }
    }

    private static boolean isRoot() throws IOException {
        return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    }

    private static String end(Path file) throws IOException {
        if (!Files.exists(file)) {
            return "";
        }
        List<String> lines = new String(Files.readAllBytes(file), UTF_8).lines().toList();
        return lines.stream().skip(Math.max(0, lines.size() - SHOWN_LOG_LINES)).collect(Collectors.joining("\n"));
    }

    /** Stops PostgreSQL and waits for its end. Connections that are open are closed. */
    @Override
    public synchronized void close() {
        closing = true;
        watch.cancel(false);
        try {
            if (ServerProcess.of(data()).isPresent()) {
                stop();
            }
            lock.close();
        } catch (IOException | DatabaseStartException e) {
            LOG.error("PostgreSQL did not stop: the next start stops it", e);
        }
    }
}
