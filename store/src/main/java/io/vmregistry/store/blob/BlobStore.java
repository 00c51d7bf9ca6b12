package io.vmregistry.store.blob;

import io.vmregistry.spec.reference.Digest;
import io.vmregistry.store.StoreException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Blobs by digest. One namespace for all repositories: who may see a blob is not decided here.
 *
 * <p>Every method may be called from any thread. A blob is visible entirely or not at all, also after a crash: bytes
 * that were acknowledged by {@link Upload#commit} survive the loss of the process and of the machine's power. Two uploads
 * of one digest both succeed and leave one blob. Every method can throw {@link StoreException.StoreUnavailable}.
 */
public interface BlobStore {

    /** Size in bytes, or empty when there is no such blob. Does not open it. */
    OptionalLong size(Digest digest);

    /**
     * Opens bytes of a blob. A range that ends behind the blob is cut.
     *
     * @throws StoreException.BlobUnknown when there is no such blob
     * @throws IllegalArgumentException when the range begins behind the blob's last byte
     */
    BlobReader open(Digest digest, ByteRange range);

    /**
     * As {@link #size}, and protects the blob from {@link #deleteIfIdle} as if it had been committed now. Whoever is
     * about to name a blob in a manifest, or tells a client that it need not be sent, leases it first.
     */
    OptionalLong lease(Digest digest);

    /** Starts an upload whose digest will be a SHA-256. */
    default Upload begin(UploadOwner owner) {
        return begin(owner, Digest.Algorithm.SHA256);
    }

    /**
     * Starts an upload. Its bytes count for nothing, and cost nothing after its expiry, until it is committed.
     *
     * @param expected the algorithm that its commit will most likely ask for: only this one is computed on the way
     */
    Upload begin(UploadOwner owner, Digest.Algorithm expected);

    /**
     * Starts an upload that is committed under this digest or not at all, so that its bytes can be written to their final
     * place. For one that is sent in one go: when it is closed before it was committed its bytes need not be kept.
     */
    default Upload begin(UploadOwner owner, Digest expected) {
        return begin(owner, expected.algorithm());
    }

    /**
     * Continues an upload at its {@link Upload#offset}, also one begun by another instance.
     *
     * @throws StoreException.UploadBusy while another {@link Upload} with this id is open, here or elsewhere
     * @throws StoreException.UploadUnknown when there is no such upload of this owner
     */
    Upload resume(UploadOwner owner, UploadId id);

    /**
     * Where a client that has no credentials can read the blob itself for some minutes, with ranges, when the backend can
     * say so and is to. Whoever is given the URL may read the blob: who may see it is decided before. Empty when there is
     * no such blob, too.
     */
    default Optional<URI> directUrl(Digest digest) {
        return Optional.empty();
    }

    /** Removes a blob; false when there was none. Who is reading it reads on. */
    boolean delete(Digest digest);

    /**
     * Removes a blob that was neither committed nor leased since the given time; false when it was, or there is none.
     * Excludes a simultaneous commit or lease of the same blob: either that is seen, or it sees the blob gone.
     */
    boolean deleteIfIdle(Digest digest, Instant idleSince);

    /** Every blob that is there, in no order. Close the stream. */
    Stream<StoredBlob> list();

    /** Uploads that nobody wrote to since the given time, in no order: what {@link #expireUploads} would drop. */
    List<AbandonedUpload> abandonedUploads(Instant idleSince);

    /** Drops uploads that nobody wrote to since the given time. Returns how many bytes that freed. */
    long expireUploads(Instant idleSince);

    /**
     * Returns if a small upload would succeed now.
     *
     * @throws StoreException.StoreFull when there is no room for it
     */
    void probe();

    /** A blob and when it was committed or last leased. */
    record StoredBlob(Digest digest, long size, Instant committed) {}

    /** An upload that was begun and not ended; {@code bytes} is what it holds. */
    record AbandonedUpload(UploadId id, long bytes) {}
}
