package io.vmregistry.daemon.image;

import io.vmregistry.spec.reference.Digest;
import io.vmregistry.store.blob.BlobReader;
import io.vmregistry.store.blob.BlobStore;
import io.vmregistry.store.blob.ByteRange;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.OptionalInt;
import java.util.UUID;

/** Copies an image's disk out of the store into a file of the host: whole, under its name, or not at all. */
public final class ImageExports {

    private static final int BUFFER = 1 << 20;

    private final BlobStore blobs;
    private final LocalImages images;
    private final Path storage;

    /** The storage's folder is never written to. */
    ImageExports(BlobStore blobs, LocalImages images, Path storage) {
        this.blobs = blobs;
        this.images = images;
        this.storage = storage;
    }

    /** A finished export. */
    public record Exported(Path path, long size, Digest disk) {}

    /**
     * Writes the image's disk to a file.
     *
     * @param output absolute
     * @param owner the user who shall own the file; empty: the daemon's
     * @throws ImageException.ImageUnknown when the image is not on this host
     * @throws ImageException.ExportExists when there is such a file and it is not to be overwritten
     * @throws ImageException.ExportRefused when the path cannot be written to
     */
    public Exported export(String reference, String output, boolean overwrite, OptionalInt owner) {
        ResolvedImage image = images.resolve(LocalName.parse(reference))
                .orElseThrow(() -> new ImageException.ImageUnknown(reference));
        Path target = target(output);
        if (!overwrite && Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            throw new ImageException.ExportExists(target);
        }
        Path temporary = target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".partial");
        try {
            long size = copy(image.disk(), temporary);
            Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rw-r--r--"));
            if (owner.isPresent()) {
                Files.setAttribute(temporary, "unix:uid", owner.getAsInt());
            }
            publish(temporary, target, overwrite);
            return new Exported(target, size, image.disk());
        } catch (FileAlreadyExistsException e) {
            throw new ImageException.ExportExists(target);
        } catch (IOException e) {
            throw new ImageException.ExportRefused(target, e.toString(), e);
        } finally {
            remove(temporary);
        }
    }

    /** The folder is resolved, so that a link in the path is followed here and nowhere later; the name itself never is. */
    private Path target(String output) {
        try {
            Path path = Path.of(output);
            Path parent = path.getParent();
            if (!path.isAbsolute() || parent == null || output.endsWith("/")) {
                throw new ImageException.ExportRefused(path, "it is not an absolute path of a file");
            }
            Path folder = parent.toRealPath();
            if (!Files.isDirectory(folder)) {
                throw new ImageException.ExportRefused(path, folder + " is not a folder");
            }
            if (folder.startsWith(storage.toRealPath())) {
                throw new ImageException.ExportRefused(path, "it lies in the daemon's own storage");
            }
            Path target = folder.resolve(path.getFileName());
            if (Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
                throw new ImageException.ExportRefused(path, "it is a folder; give a file's name");
            }
            return target;
        } catch (InvalidPathException e) {
            throw new ImageException.InvalidRequest("\"%s\" is not a path of this host.".formatted(output));
        } catch (IOException e) {
            throw new ImageException.ExportRefused(Path.of(output), "its folder cannot be used: " + e, e);
        }
    }

    private long copy(Digest disk, Path temporary) throws IOException {
        try (BlobReader reader = blobs.open(disk, ByteRange.ALL);
                FileChannel out =
                        FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            InputStream in = reader.stream();
            OutputStream target = Channels.newOutputStream(out);
            byte[] buffer = new byte[BUFFER];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                target.write(buffer, 0, read);
            }
            out.force(true);
            return reader.size();
        }
    }

    /** A hard link is refused atomically when the name is taken; a rename would replace it. */
    private static void publish(Path temporary, Path target, boolean overwrite) throws IOException {
        if (overwrite) {
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } else {
            Files.createLink(target, temporary);
        }
        try (FileChannel folder = FileChannel.open(target.resolveSibling("."), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }

    private static void remove(Path temporary) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            throw new ImageException.HostFailed("remove " + temporary, e);
        }
    }
}
