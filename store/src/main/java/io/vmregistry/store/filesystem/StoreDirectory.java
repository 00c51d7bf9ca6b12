package io.vmregistry.store.filesystem;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.vmregistry.spec.reference.Digest;
import io.vmregistry.store.StoreException;
import io.vmregistry.store.StoreException.StoreFull;
import io.vmregistry.store.StoreException.StoreUnavailable;
import io.vmregistry.store.blob.UploadId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Where a filesystem store keeps things, and how it writes them: temporary file → fsync → rename → fsync of the
 * directory. Temporary files lie in one directory of the same filesystem, so that what a killed process left is found.
 */
final class StoreDirectory {

    /** Room that a write may need beside its bytes: a directory, an inode. */
    private static final long SLACK = 64 * 1024;

    /**
     * Others may go through a directory to a blob whose digest they know, as the user that QEMU runs as has to, but see no
     * names. The umask decides what the group may do: processes of several users may share a store.
     */
    private static final FileAttribute<Set<PosixFilePermission>> TRAVERSED =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxrwx--x"));

    private final Path root;
    private final Durability durability;
    private final Clock clock;
    private final FileLocks locks;
    private final Disk disk;

    /** What makes a file's bytes survive the loss of power. A failure is told once: the bytes may be lost by then. */
    interface Disk {
        Disk REAL = FileChannel::force;

        void force(FileChannel file, boolean metadata) throws IOException;
    }

    StoreDirectory(Path root, Durability durability, Clock clock) {
        this(root, durability, clock, Disk.REAL);
    }

    StoreDirectory(Path root, Durability durability, Clock clock, Disk disk) {
        this.disk = disk;
        this.root = root.toAbsolutePath().normalize();
        this.durability = durability;
        this.clock = clock;
        this.locks = new FileLocks(this.root.resolve("locks"));
        try {
            for (String part : new String[] {"locks", "temporary", "uploads", "manifests", "repositories"}) {
                createDirectories(this.root.resolve(part));
            }
            for (Digest.Algorithm algorithm : Digest.Algorithm.values()) {
                createDirectories(blobs(algorithm));
            }
        } catch (IOException e) {
            throw fault("open the store " + this.root, e);
        }
    }

    Path blobs(Digest.Algorithm algorithm) {
        return root.resolve("blobs").resolve(algorithm.label());
    }

    Path blob(Digest digest) {
        return blobs(digest.algorithm()).resolve(digest.hex());
    }

    Path uploads() {
        return root.resolve("uploads");
    }

    Path upload(UploadId id) {
        return uploads().resolve(id.toString());
    }

    Path temporary() {
        return root.resolve("temporary");
    }

    Path manifests() {
        return root.resolve("manifests");
    }

    Path repositories() {
        return root.resolve("repositories");
    }

    Durability durability() {
        return durability;
    }

    Clock clock() {
        return clock;
    }

    FileLocks locks() {
        return locks;
    }

    Disk disk() {
        return disk;
    }

    /** A name for a temporary file or directory; nothing is created. */
    Path newTemporary() {
        return temporary().resolve(UUID.randomUUID().toString());
    }

    /** Replaces or creates a small file, whole or not at all. */
    void publish(Path target, byte[] content) throws IOException {
        createDirectories(directoryOf(target));
        Path temporary = newTemporary();
        try {
            write(temporary, content);
            Files.move(temporary, target, ATOMIC_MOVE);
        } catch (IOException e) {
            deleteAfter(e, temporary);
            throw e;
        }
        sync(directoryOf(target));
    }

    /** Writes a new small file and syncs it. */
    void write(Path file, byte[] content) throws IOException {
        write(file, ByteBuffer.wrap(content));
    }

    void write(Path file, ByteBuffer bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, CREATE_NEW, WRITE)) {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            if (durability == Durability.FSYNC) {
                channel.force(true);
            }
        }
    }

    /** Makes the names in a directory survive the loss of power. */
    void sync(Path directory) throws IOException {
        if (durability == Durability.FSYNC) {
            try (FileChannel channel = FileChannel.open(directory, READ)) {
                channel.force(true);
            }
        }
    }

    void createDirectories(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        Path parent = directoryOf(directory);
        createDirectories(parent);
        try {
            Files.createDirectory(directory, TRAVERSED);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(directory)) {
                throw e;
            }
        }
        sync(parent);
    }

    /** Takes a directory away at once, then deletes what it held. A crash in between leaves a temporary directory. */
    void discard(Path directory) throws IOException {
        Path temporary = newTemporary();
        try {
            Files.move(directory, temporary, ATOMIC_MOVE);
        } catch (NoSuchFileException gone) {
            return;
        }
        long _ = deleteTree(temporary);
    }

    /**
     * Deletes a tree that another process may be deleting as well.
     *
     * @return the bytes of the files that were deleted here
     */
    static long deleteTree(Path tree) throws IOException {
        AtomicLong freed = new AtomicLong();
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (Files.deleteIfExists(file) && attributes.isRegularFile()) {
                    freed.addAndGet(attributes.size());
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                    throws IOException {
                Files.deleteIfExists(directory);
                return FileVisitResult.CONTINUE;
            }
        });
        return freed.get();
    }

    /** Cleans up after a failure that is about to be thrown. */
    static void deleteAfter(Exception failure, Path tree) {
        try {
            long _ = deleteTree(tree);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    /** Every path of a store is below its root, so it has a parent. */
    static Path directoryOf(Path path) {
        Path parent = path.getParent();
        return parent == null ? path : parent;
    }

    /** Says what failed, and whether room would help. The system's message may be in any language, so room is asked for. */
    StoreException fault(String what, IOException e) {
        String message = "Tried to " + what + " but failed because " + reason(e);
        return isFull(e)
                ? new StoreFull(message + ". Free some space under " + root + ", then repeat it.", e)
                : new StoreUnavailable(message, e);
    }

    boolean isFull(IOException e) {
        String text = String.valueOf(e.getMessage());
        if (text.contains("No space left") || text.contains("quota exceeded")) {
            return true;
        }
        try {
            return Files.getFileStore(root).getUsableSpace() < SLACK;
        } catch (IOException unknown) {
            return false;
        }
    }

    private static String reason(IOException e) {
        String text = e.getMessage();
        String kind = e.getClass().getSimpleName();
        if (text == null) {
            return kind;
        }
        // The text of a subclass is only the path that it is about; the system's own error speaks for itself.
        return e.getClass() == IOException.class ? text : kind + ": " + text;
    }
}
