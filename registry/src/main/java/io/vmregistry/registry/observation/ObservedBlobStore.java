package io.vmregistry.registry.observation;

import io.vmregistry.spec.reference.Digest;
import io.vmregistry.store.blob.BlobReader;
import io.vmregistry.store.blob.BlobStore;
import io.vmregistry.store.blob.ByteRange;
import io.vmregistry.store.blob.Upload;
import io.vmregistry.store.blob.UploadId;
import io.vmregistry.store.blob.UploadOwner;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A blob store whose calls are timed and whose uploads are counted. */
public final class ObservedBlobStore implements BlobStore {

    private final BlobStore store;
    private final StorageObserver observer;
    private final UploadMetrics uploads;

    public ObservedBlobStore(BlobStore store, StorageObserver observer) {
        this.store = store;
        this.observer = observer;
        this.uploads = new UploadMetrics(observer.meters());
    }

    @Override
    public OptionalLong size(Digest digest) {
        return observer.observe("blob.size", () -> store.size(digest));
    }

    @Override
    public BlobReader open(Digest digest, ByteRange range) {
        return observer.observe("blob.open", () -> store.open(digest, range));
    }

    @Override
    public Optional<URI> directUrl(Digest digest) {
        return observer.observe("blob.direct-url", () -> store.directUrl(digest));
    }

    @Override
    public OptionalLong lease(Digest digest) {
        return observer.observe("blob.lease", () -> store.lease(digest));
    }

    @Override
    public Upload begin(UploadOwner owner) {
        return upload("upload.begin", UploadMetrics.Event.BEGUN, () -> store.begin(owner));
    }

    @Override
    public Upload begin(UploadOwner owner, Digest.Algorithm expected) {
        return upload("upload.begin", UploadMetrics.Event.BEGUN, () -> store.begin(owner, expected));
    }

    @Override
    public Upload begin(UploadOwner owner, Digest expected) {
        return upload("upload.begin", UploadMetrics.Event.BEGUN, () -> store.begin(owner, expected));
    }

    @Override
    public Upload resume(UploadOwner owner, UploadId id) {
        return upload("upload.resume", UploadMetrics.Event.RESUMED, () -> store.resume(owner, id));
    }

    private Upload upload(String operation, UploadMetrics.Event event, Supplier<Upload> opening) {
        Upload upload = observer.observe(operation, opening);
        uploads.count(event);
        return new ObservedUpload(upload, observer, uploads);
    }

    @Override
    public boolean delete(Digest digest) {
        return observer.observe("blob.delete", () -> store.delete(digest));
    }

    @Override
    public boolean deleteIfIdle(Digest digest, Instant idleSince) {
        return observer.observe("blob.delete-if-idle", () -> store.deleteIfIdle(digest, idleSince));
    }

    @Override
    public Stream<StoredBlob> list() {
        return observer.observe("blob.list", store::list);
    }

    @Override
    public List<AbandonedUpload> abandonedUploads(Instant idleSince) {
        return observer.observe("upload.abandoned", () -> store.abandonedUploads(idleSince));
    }

    @Override
    public long expireUploads(Instant idleSince) {
        return observer.observe("upload.expire", () -> store.expireUploads(idleSince));
    }

    @Override
    public void probe() {
        observer.observe("blob.probe", store::probe);
    }
}
