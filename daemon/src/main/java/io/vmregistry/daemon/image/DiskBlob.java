package io.vmregistry.daemon.image;

import io.vmregistry.spec.image.DiskFormat;
import io.vmregistry.spec.reference.Digest;
import io.vmregistry.store.blob.BlobReader;
import io.vmregistry.store.blob.BlobStore;
import io.vmregistry.store.blob.ByteRange;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A disk that is in the store: its bytes lie in the page cache, and some dozen blocks of them say what it is. */
record DiskBlob(BlobStore blobs, Digest digest, long size) {

    /** The first {@link DiskInspection#HEAD} bytes, or all of a smaller disk. */
    ByteBuffer head() {
        return read(0, (int) Math.min(DiskInspection.HEAD, size));
    }

    /**
     * Returns when the disk is whole.
     *
     * @throws ImageException.InvalidDisk when it is not
     */
    void requireWhole(DiskFormat format) {
        if (format == DiskFormat.QCOW2) {
            new Qcow2Completeness(Qcow2Header.parse(head()), size, this::read).check();
        }
    }

    private ByteBuffer read(long offset, int length) {
        if (length == 0) {
            return ByteBuffer.allocate(0);
        }
        try (BlobReader reader = blobs.open(digest, new ByteRange(offset, offset + length - 1))) {
            return ByteBuffer.wrap(reader.stream().readNBytes(length));
        } catch (IOException e) {
            throw new ImageException.HostFailed("read back the disk", e);
        }
    }
}
