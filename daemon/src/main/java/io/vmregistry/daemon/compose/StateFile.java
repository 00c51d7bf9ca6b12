package io.vmregistry.daemon.compose;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** A small file that is there entirely or not at all, also after a crash. */
final class StateFile {

    private StateFile() {}

    static void write(Path file, byte[] content) throws IOException {
        Path directory = requireNonNull(file.toAbsolutePath().getParent(), "a state file lies in a directory");
        Path temporary = Files.createTempFile(directory, ".state", ".tmp");
        try {
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(content);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
        sync(directory);
    }

    /** Makes what was renamed or removed in a directory survive the loss of power. */
    static void sync(Path directory) throws IOException {
        try (FileChannel folder = FileChannel.open(directory)) {
            folder.force(true);
        }
    }
}
