package io.vmregistry.client.transfer;

import io.vmregistry.spec.image.Descriptor;
import io.vmregistry.spec.reference.Digest;
import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.util.OptionalLong;

/**
 * The blobs on this side of a transfer. Every method may be called from any thread. What an implementation throws ends
 * the transfer and reaches its caller unchanged.
 */
public interface LocalBlobs {

    /** Size in bytes, or empty when there is no such blob. A blob found here stays until the transfer is over. */
    OptionalLong size(Digest digest);

    /** The bytes of a blob from an offset to its end. The transfer closes the channel. */
    ReadableByteChannel open(Digest digest, long offset) throws IOException;

    /**
     * Starts receiving a blob, or continues where an earlier transfer stopped. Two at once for one digest need not share
     * bytes, but both must be able to commit.
     */
    PartialBlob begin(Descriptor blob);
}
