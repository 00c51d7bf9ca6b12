package io.vmregistry.daemon.grpc;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vmregistry.daemon.ProcessLock;
import io.vmregistry.daemon.StartRefusedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.Optional;

/**
 * The name of a listening Unix socket, owned by one process. Binding a name that a living server uses steals its clients
 * without a word, so a lock file beside the socket is held as long as the process lives; the kernel lets go of it when the
 * process dies, and a socket that it left behind is replaced. The socket is bound under a temporary name and renamed when
 * its permissions are right: whoever sees the name may connect.
 */
final class SocketFile implements AutoCloseable {

    /** {@code sun_path} of {@code unix(7)} has 108 bytes, with the closing zero. */
    private static final int LONGEST_PATH = 107;

    private final ListenAddress.UnixSocket address;
    private final Path bindPath;
    private final ProcessLock processLock;

    private SocketFile(ListenAddress.UnixSocket address, ProcessLock processLock) {
        this.address = address;
        this.bindPath = bindPathOf(address.path());
        this.processLock = processLock;
    }

    /**
     * Takes the name.
     *
     * @throws StartRefusedException when another process has it, or it cannot be a socket's
     */
    static SocketFile acquire(ListenAddress.UnixSocket address) {
        Path path = address.path();
        if (bindPathOf(path).toString().getBytes(UTF_8).length > LONGEST_PATH) {
            throw refused(path, "the path is longer than %d bytes".formatted(LONGEST_PATH - 4), "Use a shorter one.");
        }
        try {
            Files.createDirectories(path.getParent());
            refuseWhatIsNoSocket(path);
            SocketFile file = new SocketFile(address, lock(path));
            Files.deleteIfExists(file.bindPath);
            return file;
        } catch (IOException e) {
            throw new StartRefusedException(
                    "Tried to listen on %s but failed because %s. Run the daemon as a user who may write there or choose another -socket."
                            .formatted(path, e),
                    e);
        }
    }

    private static Path bindPathOf(Path path) {
        return path.resolveSibling(path.getFileName() + ".tmp");
    }

    private static void refuseWhatIsNoSocket(Path path) throws IOException {
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)
                && !Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                        .isOther()) {
            throw refused(
                    path, "there is a file of that name that is not a socket", "Remove it or use another -socket.");
        }
    }

    private static ProcessLock lock(Path path) throws IOException {
        try {
            return ProcessLock.acquire(path.resolveSibling(path.getFileName() + ".lock"));
        } catch (ProcessLock.HeldException e) {
            throw refused(path, e.reason(), "Stop that one first or use another -socket.");
        }
    }

    private static StartRefusedException refused(Path path, String reason, String advice) {
        return new StartRefusedException(
                "Tried to listen on %s but failed because %s. %s".formatted(path, reason, advice));
    }

    /** The name to bind; {@link #publish} makes it {@link ListenAddress.UnixSocket#path}. */
    Path bindPath() {
        return bindPath;
    }

    /**
     * Gives the bound socket its permissions and its name.
     *
     * @throws StartRefusedException when the group is unknown or may not be given
     */
    void publish() {
        try {
            Files.setPosixFilePermissions(bindPath, PosixFilePermissions.fromString("rw-rw----"));
            Optional<String> group = address.group().filter(name -> !name.isEmpty());
            if (group.isPresent()) {
                GroupPrincipal principal = bindPath.getFileSystem()
                        .getUserPrincipalLookupService()
                        .lookupPrincipalByGroupName(group.get());
                Files.getFileAttributeView(bindPath, PosixFileAttributeView.class)
                        .setGroup(principal);
            }
            Files.move(bindPath, address.path(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (UserPrincipalNotFoundException e) {
            throw new StartRefusedException(
                    "Tried to give %s to -socket-group \"%s\" but failed because there is no such group. Create it with \"groupadd\" or name another."
                            .formatted(address.path(), address.group().orElse("")),
                    e);
        } catch (IOException e) {
            throw new StartRefusedException(
                    "Tried to publish the socket %s but failed because %s.".formatted(address.path(), e), e);
        }
    }

    /** Removes the socket, then lets go of the name. The lock file stays: removing it would let two processes hold it. */
    @Override
    public void close() {
        try (processLock) {
            Files.deleteIfExists(bindPath);
            Files.deleteIfExists(address.path());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
