package io.vmregistry.store.filesystem;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.store.StoreException.BlobUnknown;
import io.vmregistry.store.StoreException.UploadBusy;
import io.vmregistry.store.StoreException.UploadUnknown;
import io.vmregistry.store.blob.BlobReader;
import io.vmregistry.store.blob.BlobStore;
import io.vmregistry.store.blob.ByteRange;
import io.vmregistry.store.blob.Upload;
import io.vmregistry.store.blob.UploadId;
import io.vmregistry.store.blob.UploadOwner;
import io.vmregistry.store.filesystem.FilesystemUpload.HashState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Blobs as files: {@code blobs/<algorithm>/<hex>}, uploads in {@code uploads/<uuid>/} of the same filesystem. A blob's
 * modification time is when it was committed or last leased. Any number of instances and processes may share a root.
 *
 * <p>The hash of an upload is kept while this instance lives, so continuing it costs nothing. Another instance reads
 * the bytes that are there once more: Java offers no way to save the state of a hash.
 */
public final class FilesystemBlobStore implements BlobStore {

    /** Uploads whose hash is kept after they were closed; beyond that the oldest is read again when it goes on. */
    private static final int REMEMBERED = 10_000;

    private final StoreDirectory directory;
    private final IdleUploads uploads;
    private final Map<UploadId, HashState> remembered = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<UploadId, HashState> eldest) {
            return size() > REMEMBERED;
        }
    };

    /** Opens a store, creating its directories where they are missing. */
    public FilesystemBlobStore(Path root, Durability durability) {
        this(root, durability, Clock.systemUTC());
    }

    public FilesystemBlobStore(Path root, Durability durability, Clock clock) {
        this(new StoreDirectory(root, durability, clock));
    }

    FilesystemBlobStore(StoreDirectory directory) {
        this.directory = directory;
        this.uploads = new IdleUploads(directory);
    }

    @Override
    public OptionalLong size(Digest digest) {
        try {
            return OptionalLong.of(Files.size(directory.blob(digest)));
        } catch (NoSuchFileException e) {
            return OptionalLong.empty();
        } catch (IOException e) {
            throw directory.fault("look up blob " + digest, e);
        }
    }

    @Override
    public OptionalLong lease(Digest digest) {
        try (FileLocks.Held _ = lock(digest)) {
            Path file = directory.blob(digest);
            long size = Files.size(file);
            touch(file);
            return OptionalLong.of(size);
        } catch (NoSuchFileException e) {
            return OptionalLong.empty();
        } catch (IOException e) {
            throw directory.fault("lease blob " + digest, e);
        }
    }

    @Override
    public BlobReader open(Digest digest, ByteRange range) {
        try {
            return new FilesystemBlobReader(directory.blob(digest), range);
        } catch (NoSuchFileException e) {
            throw new BlobUnknown(digest);
        } catch (IOException e) {
            throw directory.fault("open blob " + digest, e);
        }
    }

    @Override
    public Upload begin(UploadOwner owner, Digest.Algorithm expected) {
        UploadId id = new UploadId(UUID.randomUUID());
        Path prepared = directory.newTemporary();
        try {
            Files.createDirectory(prepared);
            Files.createFile(prepared.resolve("data"));
            Files.createFile(prepared.resolve("lock"));
            Files.write(prepared.resolve("session"), new Session(owner, expected).toBytes());
            Files.move(prepared, directory.upload(id), ATOMIC_MOVE);
            return open(id, HashState.start(expected));
        } catch (IOException e) {
            StoreDirectory.deleteAfter(e, prepared);
            throw directory.fault("begin an upload", e);
        }
    }

    @Override
    public Upload resume(UploadOwner owner, UploadId id) {
        try {
            Session session = Session.parse(Files.readAllBytes(session(id)))
                    .filter(found -> found.owner().equals(owner))
                    .orElseThrow(() -> new UploadUnknown(id.toString()));
            return open(id, HashState.start(session.algorithm()));
        } catch (NoSuchFileException e) {
            throw new UploadUnknown(id.toString());
        } catch (IOException e) {
            throw directory.fault("continue upload " + id, e);
        }
    }

    /** The state that was remembered is taken only under the lock: whoever held it before has put it back. */
    private Upload open(UploadId id, HashState otherwise) throws IOException {
        FileLocks.Held lock = FileLocks.tryHold(directory.upload(id).resolve("lock"))
                .orElseThrow(() -> new UploadBusy(id.toString()));
        try {
            return new FilesystemUpload(this, directory, id, lock, recall(id).orElse(otherwise));
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    void remember(UploadId id, HashState state) {
        synchronized (remembered) {
            remembered.put(id, state);
        }
    }

    private Optional<HashState> recall(UploadId id) {
        synchronized (remembered) {
            return Optional.ofNullable(remembered.remove(id));
        }
    }

    /** Makes a synced file the blob. A blob of the same size is there already: then that one stays, freshly leased. */
    void publish(Path data, Digest digest, long size) throws IOException {
        Path target = directory.blob(digest);
        try (FileLocks.Held _ = lock(digest)) {
            if (Files.exists(target) && Files.size(target) == size) {
                touch(target);
            } else {
                touch(data);
                Files.move(data, target, ATOMIC_MOVE);
            }
        }
        directory.sync(directory.blobs(digest.algorithm()));
    }

    @Override
    public boolean delete(Digest digest) {
        return deleteIfIdle(digest, Instant.MAX);
    }

    @Override
    public boolean deleteIfIdle(Digest digest, Instant idleSince) {
        Path file = directory.blob(digest);
        try (FileLocks.Held _ = lock(digest)) {
            if (!Files.getLastModifiedTime(file).toInstant().isBefore(idleSince)) {
                return false;
            }
            Files.delete(file);
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw directory.fault("delete blob " + digest, e);
        }
        try {
            directory.sync(directory.blobs(digest.algorithm()));
        } catch (IOException e) {
            throw directory.fault("delete blob " + digest, e);
        }
        return true;
    }

    @Override
    public Stream<StoredBlob> list() {
        return Arrays.stream(Digest.Algorithm.values())
                .flatMap(algorithm -> digests(algorithm).stream())
                .flatMap(digest -> stored(digest).stream());
    }

    private List<Digest> digests(Digest.Algorithm algorithm) {
        try (Stream<Path> files = Files.list(directory.blobs(algorithm))) {
            return files.flatMap(file -> Digest.parse(algorithm.label() + ":" + file.getFileName()).stream())
                    .toList();
        } catch (IOException e) {
            throw directory.fault("list the blobs", e);
        }
    }

    private Optional<StoredBlob> stored(Digest digest) {
        try {
            BasicFileAttributes file = Files.readAttributes(directory.blob(digest), BasicFileAttributes.class);
            return Optional.of(
                    new StoredBlob(digest, file.size(), file.lastModifiedTime().toInstant()));
        } catch (NoSuchFileException deletedMeanwhile) {
            return Optional.empty();
        } catch (IOException e) {
            throw directory.fault("look up blob " + digest, e);
        }
    }

    @Override
    public List<AbandonedUpload> abandonedUploads(Instant idleSince) {
        try {
            return uploads.abandoned(idleSince);
        } catch (IOException e) {
            throw directory.fault("look for abandoned uploads", e);
        }
    }

    @Override
    public long expireUploads(Instant idleSince) {
        try {
            return uploads.expire(idleSince, id -> {
                Optional<HashState> _ = recall(id);
            });
        } catch (IOException e) {
            throw directory.fault("expire uploads", e);
        }
    }

    @Override
    public void probe() {
        Path temporary = directory.newTemporary();
        try {
            directory.write(temporary, new byte[] {1});
            Files.delete(temporary);
        } catch (IOException e) {
            StoreDirectory.deleteAfter(e, temporary);
            throw directory.fault("write to the store", e);
        }
    }

    private FileLocks.Held lock(Digest digest) throws IOException {
        return directory.locks().lock("blob", digest.hex());
    }

    private void touch(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(directory.clock().instant()));
    }

    private Path session(UploadId id) {
        return directory.upload(id).resolve("session");
    }

    /** The file that says whose upload it is: algorithm, repository, and the subject as the rest. */
    private record Session(UploadOwner owner, Digest.Algorithm algorithm) {

        byte[] toBytes() {
            return String.join("\n", algorithm.label(), owner.repository().value(), owner.subject())
                    .getBytes(UTF_8);
        }

        static Optional<Session> parse(byte[] content) {
            String[] parts = new String(content, UTF_8).split("\n", 3);
            if (parts.length < 3) {
                return Optional.empty();
            }
            Digest.Algorithm algorithm = Digest.Algorithm.valueOf(parts[0].toUpperCase(Locale.ROOT));
            return RepositoryName.parse(parts[1])
                    .map(repository -> new Session(new UploadOwner(repository, parts[2]), algorithm));
        }
    }
}
