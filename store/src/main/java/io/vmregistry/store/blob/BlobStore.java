package io.vmregistry.store.blob;

import io.vmregistry.spec.reference.Digest;
import io.vmregistry.store.StoreException;
import java.time.Instant;
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

    /** Starts an upload. Its bytes count for nothing, and cost nothing after its expiry, until it is committed. */
    Upload begin(UploadOwner owner);

    /**
     * Continues an upload at its {@link Upload#offset}, also one begun by another instance.
     *
     * @throws StoreException.UploadUnknown when there is no such upload of this owner
     */
    Upload resume(UploadOwner owner, UploadId id);

    /** Removes a blob; false when there was none. Who is reading it reads on. */
    boolean delete(Digest digest);

    /** Every blob that is there, in no order. Close the stream. */
    Stream<StoredBlob> list();

    /** Drops uploads that nobody wrote to since the given time. Returns how many bytes that freed. */
    long expireUploads(Instant idleSince);

    /** A blob and when it was committed. */
    record StoredBlob(Digest digest, long size, Instant committed) {}
}
