package io.vmregistry.daemon.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vmregistry.store.blob.UploadId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Remembers which uploads of the store were begun and for what, in files, so that the next start finds them. What is lost
 * here costs room until the upload expires, nothing else; so nothing is synced.
 */
final class UnfinishedUploads {

    private final Path directory;

    UnfinishedUploads(Path directory) {
        this.directory = directory;
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new ImageException.HostFailed("create " + directory, e);
        }
    }

    /** The upload of that name, which has to be safe as a file's name. */
    Optional<UploadId> find(String name) {
        try {
            return UploadId.parse(Files.readString(directory.resolve(name)).strip());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new ImageException.HostFailed("read " + directory.resolve(name), e);
        }
    }

    void remember(String name, UploadId id) {
        try {
            Path temporary = Files.createTempFile(directory, ".", ".tmp");
            Files.write(temporary, id.toString().getBytes(UTF_8));
            Files.move(temporary, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new ImageException.HostFailed("remember upload " + name, e);
        }
    }

    /** Repeating it does nothing. */
    void forget(String name) {
        try {
            Files.deleteIfExists(directory.resolve(name));
        } catch (IOException e) {
            throw new ImageException.HostFailed("forget upload " + name, e);
        }
    }

    List<String> names() {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.startsWith("."))
                    .toList();
        } catch (IOException e) {
            throw new ImageException.HostFailed("list " + directory, e);
        }
    }
}
