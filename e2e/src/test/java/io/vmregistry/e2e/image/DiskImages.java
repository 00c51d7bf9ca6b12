package io.vmregistry.e2e.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vmregistry.e2e.process.Commands;
import io.vmregistry.e2e.process.Launchers;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;

/** Disks that boot nothing but are what their format says, with bytes that no filesystem and no network can shorten. */
public final class DiskImages {

    private static final int MEBIBYTE = 1024 * 1024;

    private DiskImages() {}

    /** A raw disk of random bytes; one seed gives the same bytes. */
    public static Path raw(Path file, int mebibytes, long seed) {
        Random random = new Random(seed);
        byte[] buffer = new byte[MEBIBYTE];
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int i = 0; i < mebibytes; i++) {
                random.nextBytes(buffer);
                out.write(buffer);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }

    /** Writes a number over the first bytes of the second sector: the disk's digest is another afterwards. */
    public static void mark(Path raw, long number) {
        try (FileChannel channel = FileChannel.open(raw, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(Long.BYTES).putLong(number).flip(), 512);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A qcow2 disk that holds random bytes, as qemu-img makes it. */
    public static Path qcow2(Path file, int mebibytes, long seed) {
        Path raw = raw(file.resolveSibling(file.getFileName() + ".raw"), mebibytes, seed);
        Commands.run("qemu-img", "convert", "-f", "raw", "-O", "qcow2", raw.toString(), file.toString());
        try {
            Files.delete(raw);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }

    /** A qcow2 disk that boots, in a few seconds, and says so on its serial console. */
    public static Path tinyGuest(Path file) {
        Commands.run(Launchers.home().resolve("e2e/bin/tiny-guest").toString(), file.toString());
        return file;
    }

    /** Cuts a file to its first bytes. */
    public static void truncate(Path file, long bytes) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A VMFile beside its disk. */
    public static Path vmFile(Path file, String name, Path disk, String format) {
        String text = """
                apiVersion: vmregistry.io/v1alpha1
                kind: VMFile
                metadata:
                  name: %s
                  description: made for a test
                spec:
                  diskImage: %s
                  diskFormat: %s
                  resources:
                    cpu: 1
                    memory: 128MiB
                """.formatted(name, disk.getFileName(), format);
        try {
            return Files.write(file, text.getBytes(UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
