package io.vmregistry.registry.observation;

import io.vmregistry.spec.reference.Digest;
import io.vmregistry.store.blob.Upload;
import io.vmregistry.store.blob.UploadId;
import java.nio.ByteBuffer;

/** An upload that is counted once when it is opened and once for how it ended. One thread at a time, as any upload. */
final class ObservedUpload implements Upload {

    private final Upload upload;
    private final StorageObserver observer;
    private final UploadMetrics metrics;
    private boolean open = true;

    ObservedUpload(Upload upload, StorageObserver observer, UploadMetrics metrics) {
        this.upload = upload;
        this.observer = observer;
        this.metrics = metrics;
        metrics.opened();
    }

    @Override
    public UploadId id() {
        return upload.id();
    }

    @Override
    public long offset() {
        return upload.offset();
    }

    @Override
    public void write(ByteBuffer bytes) {
        int count = bytes.remaining();
        boolean _ = observer.time("upload.write", () -> {
            upload.write(bytes);
            return true;
        });
        metrics.received(count);
    }

    @Override
    public Digest commit(Digest.Algorithm algorithm) {
        Digest digest = observer.observe("upload.commit", () -> upload.commit(algorithm));
        ended(UploadMetrics.Event.COMMITTED);
        return digest;
    }

    @Override
    public void commit(Digest expected) {
        observer.observe("upload.commit", () -> upload.commit(expected));
        ended(UploadMetrics.Event.COMMITTED);
    }

    /** After a commit there is nothing to cancel, and nothing is counted. */
    @Override
    public void cancel() {
        observer.observe("upload.cancel", upload::cancel);
        ended(UploadMetrics.Event.CANCELLED);
    }

    @Override
    public void close() {
        try {
            observer.observe("upload.close", upload::close);
        } finally {
            ended(UploadMetrics.Event.PAUSED);
        }
    }

    private void ended(UploadMetrics.Event how) {
        if (open) {
            open = false;
            metrics.closed();
            metrics.count(how);
        }
    }
}
