package io.vmregistry.client.transfer;

import io.vmregistry.client.ClientException;
import io.vmregistry.client.registry.RegistryClient;
import io.vmregistry.client.registry.UploadLimits;
import io.vmregistry.client.registry.UploadLocation;
import io.vmregistry.client.registry.UploadStart;
import io.vmregistry.spec.image.Descriptor;
import io.vmregistry.spec.reference.RepositoryName;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Brings one blob to a registry: not at all when it is there, without moving it when another repository there has it, at
 * once when it is small or the registry wants it so, else in chunks that can be continued.
 */
final class BlobPush {

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
        boolean isThere = attempts(repository, blob).repeat(() -> isThere(registry, repository, blob));
        if (isThere) {
            meter.skipped();
            return 0;
        }
        // An upload that was begun is worth more than a blob that may be elsewhere: asking for that begins another one.
        Optional<UploadStart> start = pending.find(new PendingUploads.Key(registry.url(), repository, blob.digest()))
                        .isPresent()
                ? Optional.empty()
                : mounted(repository, blob);
        if (start.isPresent() && start.get() instanceof UploadStart.Mounted) {
            meter.skipped();
            return 0;
        }
        long moved = send(new BlobOrder(repository, blob, meter, start.flatMap(BlobPush::begun)));
        meter.done();
        return moved;
    }

    private long send(BlobOrder order) {
        Attempts attempts = attempts(order.repository(), order.blob());
        return switch (registry.uploadLimits()) {
            case UploadLimits.Chunked(long largest)
            when order.blob().size() > settings.chunkedAbove() ->
                new ChunkedPush(registry, blobs, pending, order, Math.min(settings.chunkSize(), largest), attempts)
                        .send();
            case UploadLimits.Chunked _, UploadLimits.Whole _ -> new WholePush(registry, blobs).send(order, attempts);
        };
    }

    private Attempts attempts(RepositoryName repository, Descriptor blob) {
        return new Attempts(
                settings, pause, "push blob " + blob.digest() + " to " + repository + " at " + registry.url());
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

    static boolean isThere(RegistryClient registry, RepositoryName repository, Descriptor blob) {
        OptionalLong size = registry.blobSize(repository, blob.digest());
        return size.isPresent() && size.getAsLong() == blob.size();
    }
}
