package io.vmregistry.daemon.grpc;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vmregistry.daemon.StartRefusedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
    private final FileChannel lockChannel;

    private SocketFile(ListenAddress.UnixSocket address, FileChannel lockChannel) {
        this.address = address;
        this.bindPath = bindPathOf(address.path());
        this.lockChannel = lockChannel;
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

    private static FileChannel lock(Path path) throws IOException {
        Path lockPath = path.resolveSibling(path.getFileName() + ".lock");
        FileChannel channel = FileChannel.open(
                lockPath, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        if (tryLock(channel) == null) {
            String owner = readOwner(channel);
            channel.close();
            throw refused(
                    path,
                    "another vm-registry-daemon%s uses it".formatted(owner.isEmpty() ? "" : " (pid " + owner + ")"),
                    "Stop that one first or use another -socket.");
        }
        channel.truncate(0);
        channel.write(
                ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(UTF_8)), 0);
        return channel;
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static String readOwner(FileChannel channel) throws IOException {
        ByteBuffer pid = ByteBuffer.allocate(20);
        channel.read(pid, 0);
        return UTF_8.decode(pid.flip()).toString().strip();
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
                            .formatted(address.path(), e.getName()),
                    e);
        } catch (IOException e) {
            throw new StartRefusedException(
                    "Tried to publish the socket %s but failed because %s.".formatted(address.path(), e), e);
        }
    }

    /** Removes the socket, then lets go of the name. The lock file stays: removing it would let two processes hold it. */
    @Override
    public void close() {
        try (lockChannel) {
            Files.deleteIfExists(bindPath);
            Files.deleteIfExists(address.path());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
