package io.vmregistry.client.transfer;

import io.vmregistry.client.registry.RegistryClient;
import io.vmregistry.client.registry.UploadLocation;
import io.vmregistry.spec.image.Descriptor;
import java.util.concurrent.atomic.AtomicReference;

/** Sends a blob in one request, and all of it again when that fails. */
final class WholePush {

    private final RegistryClient registry;
    private final LocalBlobs blobs;

    WholePush(RegistryClient registry, LocalBlobs blobs) {
        this.registry = registry;
        this.blobs = blobs;
    }

    /** {@return the bytes that were moved} */
    long send(BlobOrder order, Attempts attempts) {
        Descriptor blob = order.blob();
        AtomicReference<BlobOrder> next = new AtomicReference<>(order);
        return attempts.repeat(() -> {
            order.meter().startAt(0);
            UploadLocation upload = next.getAndSet(order.withoutUpload())
                    .begun()
                    .orElseGet(() -> registry.beginUpload(order.repository()));
            registry.putBlob(
                    order.repository(),
                    upload.uri(),
                    blob.digest(),
                    new BlobSlice(blobs, blob.digest(), 0, blob.size(), order.meter()));
            return blob.size();
        });
    }
}
