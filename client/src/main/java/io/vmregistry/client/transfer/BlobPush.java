package io.vmregistry.client.transfer;

import io.vmregistry.client.ClientException;
import io.vmregistry.client.http.BodySource;
import io.vmregistry.client.registry.RegistryClient;
import io.vmregistry.client.registry.UploadLimits;
import io.vmregistry.client.registry.UploadLocation;
import io.vmregistry.client.registry.UploadStart;
import io.vmregistry.spec.image.Descriptor;
import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.RepositoryName;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.ReadableByteChannel;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Brings one blob to a registry: not at all when it is there, without moving it when another repository there has it, at
 * once when it is small or the registry wants it so, else in chunks that can be continued.
 */
final class BlobPush {

    /** What a proxy in front of a registry takes that has any use. */
    private static final long SMALLEST_CHUNK = 256 << 10;

    /** What registries without chunked uploads answer to the first chunk. */
    private static final Set<Integer> NO_CHUNKS = Set.of(400, 405, 411, 415, 501);

    private final RegistryClient registry;
    private final LocalBlobs blobs;
    private final PendingUploads pending;
    private final BlobOrigins origins;
    private final TransferSettings settings;
    private final Pause pause;

    BlobPush(
            RegistryClient registry,
            LocalBlobs blobs,
            PendingUploads pending,
            BlobOrigins origins,
            TransferSettings settings,
            Pause pause) {
        this.registry = registry;
        this.blobs = blobs;
        this.pending = pending;
        this.origins = origins;
        this.settings = settings;
        this.pause = pause;
    }

    /** {@return the bytes that were moved} */
    long push(RepositoryName repository, Descriptor blob, TransferListener listener) {
        ProgressMeter meter = new ProgressMeter(listener, blob);
        if (isThere(repository, blob)) {
            meter.skipped();
            return 0;
        }
        // An upload that was begun is worth more than a blob that may be elsewhere: asking for that begins another one.
        Optional<UploadStart> start =
                pending.find(key(repository, blob)).isPresent() ? Optional.empty() : mounted(repository, blob);
        if (start.isPresent() && start.get() instanceof UploadStart.Mounted) {
            meter.skipped();
            return 0;
        }
        Optional<UploadLocation> begun = start.flatMap(BlobPush::begun);
        long moved = switch (registry.uploadLimits()) {
            case UploadLimits.Chunked(long largest)
            when blob.size() > settings.chunkedAbove() -> new Chunks(repository, blob, meter, largest, begun).send();
            case UploadLimits.Chunked _, UploadLimits.Whole _ -> whole(repository, blob, meter, begun);
        };
        meter.done();
        return moved;
    }

    /** Taking over is a short cut only: whatever speaks against it, the upload itself says, or not. */
    private Optional<UploadStart> mounted(RepositoryName repository, Descriptor blob) {
        Optional<RepositoryName> origin = origins.find(repository, blob.digest());
        if (origin.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(registry.mount(repository, blob.digest(), origin.get()));
        } catch (ClientException.Unauthenticated
                | ClientException.Denied
                | ClientException.NotFound
                | ClientException.Refused
                | ClientException.Unavailable notTakenOver) {
            return Optional.empty();
        }
    }

    private static Optional<UploadLocation> begun(UploadStart start) {
        return switch (start) {
            case UploadStart.Mounted() -> Optional.empty();
            case UploadStart.Begun(UploadLocation location) -> Optional.of(location);
        };
    }

    private PendingUploads.Key key(RepositoryName repository, Descriptor blob) {
        return new PendingUploads.Key(registry.url(), repository, blob.digest());
    }

    private boolean isThere(RepositoryName repository, Descriptor blob) {
        OptionalLong size = registry.blobSize(repository, blob.digest());
        return size.isPresent() && size.getAsLong() == blob.size();
    }

    private long whole(
            RepositoryName repository,
            Descriptor blob,
            ProgressMeter meter,
            @SuppressWarnings("OptionalUsedAsFieldOrParameterType") Optional<UploadLocation> begun) {
        Attempts attempts = new Attempts(settings, pause, tried(repository, blob));
        Optional<UploadLocation> fresh = begun;
        while (true) {
            try {
                meter.startAt(0);
                UploadLocation upload = fresh.isPresent() ? fresh.get() : registry.beginUpload(repository);
                fresh = Optional.empty();
                registry.putBlob(
                        repository, upload.uri(), blob.digest(), new Slice(blob.digest(), 0, blob.size(), meter));
                return blob.size();
            } catch (ClientException.Unavailable e) {
                attempts.failed(e);
            }
        }
    }

    private String tried(RepositoryName repository, Descriptor blob) {
        return "push blob " + blob.digest() + " to " + repository + " at " + registry.url();
    }

    /** One upload session after another, until one of them is finished. */
    private final class Chunks {
        private final RepositoryName repository;
        private final Descriptor blob;
        private final ProgressMeter meter;
        private final PendingUploads.Key key;
        private final Attempts attempts;
        private long chunk;
        private long moved;
        private boolean trusted;

        Chunks(
                RepositoryName repository,
                Descriptor blob,
                ProgressMeter meter,
                long largest,
                @SuppressWarnings("OptionalUsedAsFieldOrParameterType") Optional<UploadLocation> begun) {
            this.chunk = Math.min(settings.chunkSize(), largest);
            this.repository = repository;
            this.blob = blob;
            this.meter = meter;
            this.key = key(repository, blob);
            this.attempts = new Attempts(settings, pause, tried(repository, blob));
            begun.ifPresent(upload -> remember(upload.uri()));
        }

        long send() {
            Optional<UploadLocation> at = Optional.empty();
            boolean started = false;
            while (true) {
                try {
                    UploadLocation current = at.isPresent() ? at.get() : located();
                    if (!started) {
                        meter.startAt(current.offset());
                        started = true;
                    }
                    at = Optional.of(current);
                    if (current.offset() == blob.size()) {
                        return finish(current);
                    }
                    at = Optional.of(append(current));
                    attempts.progressed();
                } catch (ClientException.Unavailable e) {
                    if (isFinished(e)) {
                        return moved;
                    }
                    at = recover(at, e);
                } catch (ClientException.NotFound e) {
                    pending.forget(key);
                    at = Optional.empty();
                    attempts.failed(e);
                } catch (ClientException.Refused e) {
                    if (e.status() == 416) {
                        at = recover(at, e);
                    } else if (e.status() == 413 && chunk > SMALLEST_CHUNK) {
                        chunk = Math.max(SMALLEST_CHUNK, chunk / 4);
                        at = recover(at, e);
                    } else if (NO_CHUNKS.contains(e.status()) && moved == 0) {
                        pending.forget(key);
                        return whole(repository, blob, meter, Optional.empty());
                    } else {
                        throw e;
                    }
                } catch (ClientException.DigestMismatch e) {
                    pending.forget(key);
                    if (trusted) {
                        throw e;
                    }
                    at = Optional.empty();
                }
            }
        }

        /** An upload that an earlier push began, at what the registry holds of it, or a new one. */
        private UploadLocation located() {
            Optional<UploadLocation> known = pending.find(key)
                    .flatMap(upload -> registry.uploadStatus(repository, upload))
                    .filter(upload -> upload.offset() <= blob.size());
            if (known.isPresent()) {
                return known.get();
            }
            UploadLocation begun = registry.beginUpload(repository);
            trusted = true;
            pending.remember(key, begun.uri());
            return begun;
        }

        private UploadLocation append(UploadLocation at) {
            long length = Math.min(Math.max(chunk, at.smallestChunk()), blob.size() - at.offset());
            UploadLocation next =
                    registry.appendUpload(repository, at, new Slice(blob.digest(), at.offset(), length, meter));
            moved += length;
            remember(next.uri());
            return next;
        }

        private long finish(UploadLocation at) {
            meter.verifying();
            registry.finishUpload(repository, at.uri(), blob.digest());
            pending.forget(key);
            return moved;
        }

        /** The answer to the last request can be what was lost. */
        private boolean isFinished(ClientException fault) {
            try {
                boolean there = isThere(repository, blob);
                if (there) {
                    pending.forget(key);
                }
                return there;
            } catch (ClientException.Unavailable again) {
                fault.addSuppressed(again);
                return false;
            }
        }

        /** After a pause: where the registry stands. Empty when that cannot be learned now; the upload is asked for again. */
        private Optional<UploadLocation> recover(Optional<UploadLocation> at, ClientException fault) {
            if (at.isEmpty()) {
                attempts.failed(fault);
                return Optional.empty();
            }
            Optional<UploadLocation> now = status(at.get().uri(), fault);
            if (now.isPresent() && now.get().offset() > at.get().offset()) {
                moved += now.get().offset() - at.get().offset();
                attempts.progressed();
            }
            attempts.failed(fault);
            now.ifPresent(found -> {
                meter.at(found.offset());
                remember(found.uri());
            });
            return now;
        }

        private Optional<UploadLocation> status(URI upload, ClientException fault) {
            try {
                return registry.uploadStatus(repository, upload).filter(found -> found.offset() <= blob.size());
            } catch (ClientException.Unavailable again) {
                fault.addSuppressed(again);
                return Optional.empty();
            }
        }

        private void remember(URI upload) {
            pending.remember(key, upload);
        }
    }

    /** Some bytes of a local blob as a request's body. */
    private final class Slice implements BodySource {
        private final Digest digest;
        private final long offset;
        private final long length;
        private final ProgressMeter meter;

        Slice(Digest digest, long offset, long length, ProgressMeter meter) {
            this.digest = digest;
            this.offset = offset;
            this.length = length;
            this.meter = meter;
        }

        @Override
        public long length() {
            return length;
        }

        @Override
        public ReadableByteChannel open() throws IOException {
            meter.at(offset);
            return blobs.open(digest, offset);
        }

        @Override
        public void moved(long bytes) {
            meter.moved(bytes);
        }
    }
}
