package io.vmregistry.client.transfer;

import io.vmregistry.client.http.BodySource;
import io.vmregistry.spec.reference.Digest;
import java.io.IOException;
import java.nio.channels.ReadableByteChannel;

/** Some bytes of a local blob as a request's body. */
record BlobSlice(LocalBlobs blobs, Digest digest, long offset, long length, ProgressMeter meter) implements BodySource {

    @Override
    public ReadableByteChannel open() throws IOException {
        meter.at(offset);
        return blobs.open(digest, offset);
    }

    @Override
    public void moved(long bytes) {
        meter.moved(bytes);
    }
}
