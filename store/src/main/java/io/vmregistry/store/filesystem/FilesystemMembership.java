package io.vmregistry.store.filesystem;

import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.store.membership.Membership;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Markers as empty files: {@code repositories/<repository>/_blobs/<algorithm>/<hex>}; their time is the last link. */
public final class FilesystemMembership implements Membership {

    private static final String BLOBS = "_blobs";

    private final StoreDirectory directory;
    private final RepositoryTree repositories;

    /** Opens the markers of a store, creating its directories where they are missing. */
    public FilesystemMembership(Path root, Durability durability) {
        this(root, durability, Clock.systemUTC());
    }

    public FilesystemMembership(Path root, Durability durability, Clock clock) {
        this.directory = new StoreDirectory(root, durability, clock);
        this.repositories =
                new RepositoryTree(directory.repositories(), path -> Files.isDirectory(path.resolve(BLOBS)), clock);
    }

    @Override
    public void link(RepositoryName repository, Digest blob) {
        Path marker = marker(repository, blob);
        try (FileLocks.Held _ = lock(repository)) {
            directory.createDirectories(StoreDirectory.directoryOf(marker));
            try {
                Files.createFile(marker);
            } catch (FileAlreadyExistsException linkedBefore) {
                // its time is set below
            }
            Files.setLastModifiedTime(marker, FileTime.from(directory.clock().instant()));
            directory.sync(StoreDirectory.directoryOf(marker));
        } catch (IOException e) {
            throw directory.fault("link blob " + blob + " to " + repository, e);
        }
    }

    @Override
    public boolean isMember(RepositoryName repository, Digest blob) {
        return Files.exists(marker(repository, blob));
    }

    @Override
    public boolean unlink(RepositoryName repository, Digest blob) {
        return unlinkIfIdle(repository, blob, Instant.MAX);
    }

    @Override
    public boolean unlinkIfIdle(RepositoryName repository, Digest blob, Instant idleSince) {
        Path marker = marker(repository, blob);
        try (FileLocks.Held _ = lock(repository)) {
            if (!Files.getLastModifiedTime(marker).toInstant().isBefore(idleSince)) {
                return false;
            }
            Files.delete(marker);
            directory.sync(StoreDirectory.directoryOf(marker));
            return true;
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw directory.fault("unlink blob " + blob + " from " + repository, e);
        }
    }

    @Override
    public List<Digest> members(RepositoryName repository) {
        return Arrays.stream(Digest.Algorithm.values())
                .flatMap(algorithm -> members(repository, algorithm).stream())
                .toList();
    }

    private List<Digest> members(RepositoryName repository, Digest.Algorithm algorithm) {
        Path markers = blobs(repository).resolve(algorithm.label());
        try (Stream<Path> files = Files.list(markers)) {
            return files.flatMap(file -> Digest.parse(algorithm.label() + ":" + file.getFileName()).stream())
                    .toList();
        } catch (NoSuchFileException none) {
            return List.of();
        } catch (IOException e) {
            throw directory.fault("list the blobs of " + repository, e);
        }
    }

    @Override
    public List<RepositoryName> repositories(String last, int limit) {
        try {
            return repositories.after(last, limit);
        } catch (IOException e) {
            throw directory.fault("list the repositories", e);
        }
    }

    private Path blobs(RepositoryName repository) {
        return directory.repositories().resolve(repository.value()).resolve(BLOBS);
    }

    private Path marker(RepositoryName repository, Digest blob) {
        return blobs(repository).resolve(blob.algorithm().label()).resolve(blob.hex());
    }

    private FileLocks.Held lock(RepositoryName repository) throws IOException {
        return directory.locks().lock("membership", repository.value());
    }
}
