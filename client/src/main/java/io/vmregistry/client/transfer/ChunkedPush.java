package io.vmregistry.client.transfer;

import io.vmregistry.client.ClientException;
import io.vmregistry.client.registry.RegistryClient;
import io.vmregistry.client.registry.UploadLocation;
import io.vmregistry.spec.image.Descriptor;
import io.vmregistry.spec.reference.RepositoryName;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/**
 * Sends one blob in chunks: one upload after another, each continued where the registry stands, until one of them is
 * finished. Goes over to one request for all of it at a registry that turns out to take no chunks.
 */
final class ChunkedPush {

    /** What a proxy in front of a registry takes that has any use. */
    private static final long SMALLEST_CHUNK = 256 << 10;

    /** What registries without chunked uploads answer to the first chunk. */
    private static final Set<Integer> NO_CHUNKS = Set.of(400, 405, 411, 415, 501);

    private final RegistryClient registry;
    private final LocalBlobs blobs;
    private final PendingUploads pending;
    private final WholePush whole;
    private final BlobOrder order;
    private final RepositoryName repository;
    private final Descriptor blob;
    private final ProgressMeter meter;
    private final PendingUploads.Key key;
    private final Attempts attempts;
    private long chunk;
    private long moved;
    private boolean trusted;

    /** {@code largestChunk} is in bytes; it shrinks when something on the way refuses that much. */
    ChunkedPush(
            RegistryClient registry,
            LocalBlobs blobs,
            PendingUploads pending,
            BlobOrder order,
            long largestChunk,
            Attempts attempts) {
        this.registry = registry;
        this.blobs = blobs;
        this.pending = pending;
        this.whole = new WholePush(registry, blobs);
        this.order = order;
        this.repository = order.repository();
        this.blob = order.blob();
        this.meter = order.meter();
        this.key = new PendingUploads.Key(registry.url(), repository, blob.digest());
        this.attempts = attempts;
        this.chunk = largestChunk;
        order.begun().ifPresent(upload -> remember(upload.uri()));
    }

    /** {@return the bytes that were moved} */
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
                    attempts.progressed();
                    return whole.send(order.withoutUpload(), attempts);
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
                registry.appendUpload(repository, at, new BlobSlice(blobs, blob.digest(), at.offset(), length, meter));
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
            boolean there = BlobPush.isThere(registry, repository, blob);
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
