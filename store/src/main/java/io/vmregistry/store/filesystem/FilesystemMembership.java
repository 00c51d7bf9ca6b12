package io.vmregistry.store.filesystem;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.store.membership.Membership;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Markers as files {@code repositories/<repository>/_blobs/<algorithm>/<hex>}, whose time is when they were made fresh. One of a
 * member is empty, one of a blob that was taken away is not.
 */
public final class FilesystemMembership implements Membership {

    private static final String BLOBS = "_blobs";
    private static final byte[] MEMBER = {};
    private static final byte[] TAKEN_AWAY = "taken away".getBytes(UTF_8);

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
            switch (read(marker)) {
                case MEMBER -> refresh(marker);
                case TAKEN_AWAY -> replace(marker, MEMBER);
                case STRANGER -> {
                    directory.createDirectories(StoreDirectory.directoryOf(marker));
                    Files.createFile(marker);
                    refresh(marker);
                }
            }
            directory.sync(StoreDirectory.directoryOf(marker));
        } catch (IOException e) {
            throw directory.fault("link blob " + blob + " to " + repository, e);
        }
    }

    private void replace(Path marker, byte[] content) throws IOException {
        directory.publish(marker, content);
        refresh(marker);
    }

    private void refresh(Path marker) throws IOException {
        Files.setLastModifiedTime(marker, FileTime.from(directory.clock().instant()));
    }

    @Override
    public Standing standing(RepositoryName repository, Digest blob) {
        try {
            return read(marker(repository, blob));
        } catch (IOException e) {
            throw directory.fault("look up blob " + blob + " of " + repository, e);
        }
    }

    private static Standing read(Path marker) throws IOException {
        try {
            return Files.size(marker) == MEMBER.length ? Standing.MEMBER : Standing.TAKEN_AWAY;
        } catch (NoSuchFileException e) {
            return Standing.STRANGER;
        }
    }

    @Override
    public boolean takeAway(RepositoryName repository, Digest blob) {
        Path marker = marker(repository, blob);
        try (FileLocks.Held _ = lock(repository)) {
            boolean wasMember = read(marker) == Standing.MEMBER;
            if (wasMember) {
                replace(marker, TAKEN_AWAY);
            }
            return wasMember;
        } catch (IOException e) {
            throw directory.fault("take blob " + blob + " away from " + repository, e);
        }
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
    public List<Marker> markers(RepositoryName repository) {
        return Arrays.stream(Digest.Algorithm.values())
                .flatMap(algorithm -> digests(repository, algorithm).stream())
                .flatMap(blob -> marker(blob, standing(repository, blob)).stream())
                .toList();
    }

    private static Optional<Marker> marker(Digest blob, Standing standing) {
        return standing == Standing.STRANGER
                ? Optional.empty()
                : Optional.of(new Marker(blob, standing == Standing.TAKEN_AWAY));
    }

    private List<Digest> digests(RepositoryName repository, Digest.Algorithm algorithm) {
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
