package io.vmregistry.store.filesystem;

import io.vmregistry.store.blob.BlobStore.AbandonedUpload;
import io.vmregistry.store.blob.UploadId;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** Uploads that nobody writes to, and what killed processes left between creating and renaming. */
final class IdleUploads {

    private final StoreDirectory directory;

    IdleUploads(StoreDirectory directory) {
        this.directory = directory;
    }

    List<AbandonedUpload> abandoned(Instant idleSince) throws IOException {
        List<AbandonedUpload> abandoned = new ArrayList<>();
        try (DirectoryStream<Path> uploads = Files.newDirectoryStream(directory.uploads())) {
            for (Path upload : uploads) {
                OptionalLong bytes = idleBytes(upload, idleSince);
                if (bytes.isPresent()) {
                    id(upload).ifPresent(id -> abandoned.add(new AbandonedUpload(id, bytes.getAsLong())));
                }
            }
        }
        return abandoned;
    }

    /**
     * Drops them, and returns the bytes that this freed.
     *
     * @param dropped is told of each
     */
    long expire(Instant idleSince, Consumer<UploadId> dropped) throws IOException {
        long freed = 0;
        try (DirectoryStream<Path> uploads = Files.newDirectoryStream(directory.uploads());
                DirectoryStream<Path> leftovers = Files.newDirectoryStream(directory.temporary())) {
            for (Path upload : uploads) {
                freed += expire(upload, idleSince, dropped);
            }
            for (Path leftover : leftovers) {
                freed += removeLeftover(leftover, idleSince);
            }
        }
        return freed;
    }

    private long expire(Path upload, Instant idleSince, Consumer<UploadId> dropped) throws IOException {
        if (idleBytes(upload, idleSince).isEmpty()) {
            return 0;
        }
        try {
            Optional<FileLocks.Held> lock = FileLocks.tryHold(upload.resolve("lock"));
            if (lock.isEmpty()) {
                return 0;
            }
            try (FileLocks.Held _ = lock.get()) {
                OptionalLong bytes = idleBytes(upload, idleSince);
                if (bytes.isEmpty()) {
                    return 0;
                }
                directory.discard(upload);
                id(upload).ifPresent(dropped);
                return bytes.getAsLong();
            }
        } catch (NoSuchFileException endedMeanwhile) {
            return 0;
        }
    }

    /** How many bytes an upload holds, when nobody wrote to it since. */
    private static OptionalLong idleBytes(Path upload, Instant idleSince) throws IOException {
        Path data = upload.resolve("data");
        try {
            if (!isIdle(lastTouched(upload, data), idleSince)) {
                return OptionalLong.empty();
            }
            return OptionalLong.of(Files.exists(data) ? Files.size(data) : 0);
        } catch (NoSuchFileException endedMeanwhile) {
            return OptionalLong.empty();
        }
    }

    /** A process that was killed after it made the data a blob left the directory without it. */
    private static Path lastTouched(Path upload, Path data) {
        return Files.exists(data) ? data : upload;
    }

    private static long removeLeftover(Path leftover, Instant idleSince) throws IOException {
        try {
            return isIdle(leftover, idleSince) ? StoreDirectory.deleteTree(leftover) : 0;
        } catch (NoSuchFileException endedMeanwhile) {
            return 0;
        }
    }

    private static boolean isIdle(Path file, Instant idleSince) throws IOException {
        return Files.getLastModifiedTime(file).toInstant().isBefore(idleSince);
    }

    private static Optional<UploadId> id(Path upload) {
        return UploadId.parse(String.valueOf(upload.getFileName()));
    }
}
