package io.vmregistry.client.transfer;

import io.vmregistry.spec.reference.Digest;
import java.nio.ByteBuffer;

/**
 * Bytes of a blob that is being received. Calls come one after another, though from several threads, and never from one
 * that is interrupted. Closing it without {@link #commit} keeps the bytes, so that a later transfer goes on from there.
 */
public interface PartialBlob extends AutoCloseable {

    /** Bytes that are kept so far, those of earlier transfers included. */
    long offset();

    /** Appends the buffer's remaining bytes, all of them. */
    void write(ByteBuffer bytes);

    /**
     * Makes the bytes a blob if they have the digest: all or nothing, durable when this returns.
     *
     * @return false when they have another digest; the bytes are dropped then
     */
    boolean commit(Digest expected);

    /** Drops the bytes. Repeating it does nothing. */
    void cancel();

    @Override
    void close();
}
