package io.vmregistry.client.configuration;

import io.vmregistry.client.ClientException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The folder with {@code vmr}'s files: {@code $VMR_CONFIG_DIR}, else {@code $XDG_CONFIG_HOME/vmr}, else
 * {@code ~/.config/vmr}. It is made when the first file is written, and is its owner's alone.
 */
public final class ConfigurationDirectory {

    private static final FileAttribute<Set<PosixFilePermission>> OWNER_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path directory;

    public ConfigurationDirectory(Path directory) {
        this.directory = directory;
    }

    /** The folder that the environment names; {@code home} is the user's home folder. */
    public static ConfigurationDirectory from(Map<String, String> environment, Path home) {
        return new ConfigurationDirectory(named(environment, "VMR_CONFIG_DIR")
                .or(() -> named(environment, "XDG_CONFIG_HOME").map(path -> path.resolve("vmr")))
                .orElseGet(() -> home.resolve(".config").resolve("vmr")));
    }

    private static Optional<Path> named(Map<String, String> environment, String variable) {
        return Optional.ofNullable(environment.get(variable))
                .filter(text -> !text.isBlank())
                .map(Path::of);
    }

    public Path file(String name) {
        return directory.resolve(name);
    }

    /** A file's bytes, or empty when there is none. */
    public Optional<byte[]> read(String name) {
        try {
            return Optional.of(Files.readAllBytes(file(name)));
        } catch (NoSuchFileException | FileNotFoundException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw fault("read", name, e);
        }
    }

    /**
     * Replaces a file by what {@code change} makes of it, in one step and with mode 0600. Commands that change the same
     * file at the same time wait for each other.
     */
    public void update(String name, Function<Optional<byte[]>, byte[]> change) {
        try {
            Files.createDirectories(directory, OWNER_FOLDER);
            Path lockFile = directory.resolve("." + name + ".lock");
            try (FileChannel locked = FileChannel.open(
                            lockFile, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), OWNER_FILE);
                    FileLock lock = locked.lock()) {
                replace(name, change.apply(read(name)), lock);
            }
        } catch (IOException e) {
            throw fault("write", name, e);
        }
    }

    private void replace(String name, byte[] content, FileLock held) throws IOException {
        if (!held.isValid()) {
            throw new IOException("its lock was lost");
        }
        Path temporary = Files.createTempFile(directory, "." + name, ".tmp", OWNER_FILE);
        try {
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(content);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(temporary, file(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
        try (FileChannel folder = FileChannel.open(directory, StandardOpenOption.READ)) {
            folder.force(true);
        }
    }

    private ClientException fault(String verb, String name, IOException fault) {
        String reason = fault instanceof FileSystemException e
                ? Optional.ofNullable(e.getReason()).orElse(fault.getClass().getSimpleName())
                : Optional.ofNullable(fault.getMessage())
                        .orElse(fault.getClass().getSimpleName());
        return new ClientException.ConfigurationFault(
                verb + " " + file(name), reason, "Check the owner and the mode of " + directory + ".", fault);
    }
}
