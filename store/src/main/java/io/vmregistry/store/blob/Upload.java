package io.vmregistry.store.blob;

import io.vmregistry.spec.reference.Digest;
import io.vmregistry.store.StoreException;
import java.nio.ByteBuffer;

/**
 * Bytes on their way to becoming a blob. One thread at a time. Closing it without {@link #commit} keeps the bytes, so
 * that it can be continued with {@link BlobStore#resume}; {@link #cancel} drops them.
 */
public interface Upload extends AutoCloseable {

    UploadId id();

    /** Bytes received and kept so far. */
    long offset();

    /**
     * Appends the buffer's remaining bytes.
     *
     * @throws StoreException.StoreFull when there is no room; what was there before stays
     * @throws StoreException.StoreUnavailable when the backend failed; the upload is gone if earlier bytes may be lost
     */
    void write(ByteBuffer bytes);

    /**
     * Makes the bytes a blob. When this returns they survive the loss of the process and of the machine's power.
     * Repeating it for a blob that is there already succeeds and leaves one blob.
     *
     * @return the blob's digest, computed from the bytes as they were written
     */
    Digest commit(Digest.Algorithm algorithm);

    /**
     * As {@link #commit(Digest.Algorithm)}, if the bytes have the digest.
     *
     * @throws StoreException.DigestMismatch when they have not; the upload is gone and nothing is left
     */
    void commit(Digest expected);

    /** Drops the bytes. Repeating it does nothing. */
    void cancel();

    /** Lets go of files and memory; the bytes stay until the upload expires. */
    @Override
    void close();
}
