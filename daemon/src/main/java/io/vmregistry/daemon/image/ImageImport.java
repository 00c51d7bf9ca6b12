package io.vmregistry.daemon.image;

import io.vmregistry.spec.image.DiskFormat;
import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.unit.ByteSize;
import io.vmregistry.store.blob.BlobStore;
import io.vmregistry.store.blob.Upload;
import java.nio.ByteBuffer;
import java.util.OptionalLong;

/**
 * An import whose disk is arriving. Each byte is hashed and written once, on its way to becoming a blob. One thread at a
 * time. Closing it before {@link #finish} drops what arrived.
 */
public final class ImageImport implements AutoCloseable {

    private final ImageImports imports;
    private final ImportPlan plan;
    private final BlobStore blobs;
    private final Upload upload;
    private final ByteBuffer head = ByteBuffer.allocate(DiskInspection.HEAD);
    private final DiskFormat format;
    private final OptionalLong announced;
    private boolean ended;

    ImageImport(ImageImports imports, ImportPlan plan, BlobStore blobs, Upload upload, OptionalLong announced) {
        this.imports = imports;
        this.plan = plan;
        this.blobs = blobs;
        this.upload = upload;
        this.format = plan.vmfile().spec().diskFormat();
        this.announced = announced;
    }

    /**
     * Takes the disk's next bytes, all of the buffer.
     *
     * @throws ImageException.InvalidDisk as soon as the disk's header contradicts the VMFile, or more bytes arrive than were
     *     announced
     */
    public void write(ByteBuffer bytes) {
        if (announced.isPresent() && upload.offset() + bytes.remaining() > announced.getAsLong()) {
            throw wrongSize("more than");
        }
        lookAt(bytes);
        upload.write(bytes);
    }

    private void lookAt(ByteBuffer bytes) {
        if (!head.hasRemaining()) {
            return;
        }
        int taken = Math.min(head.remaining(), bytes.remaining());
        head.put(bytes.slice(bytes.position(), taken));
        if (!head.hasRemaining()) {
            DiskInspection.virtualSize(format, head.duplicate().flip(), announced.orElse(Long.MAX_VALUE));
        }
    }

    /**
     * Makes an image of what arrived. Its reference exists when this returns, and not before everything it names does.
     *
     * @throws ImageException.InvalidDisk when the disk is not what the VMFile says, or not whole; nothing is left of it
     */
    public ImportedImage finish() {
        long size = upload.offset();
        if (announced.isPresent() && size != announced.getAsLong()) {
            throw wrongSize("%d of".formatted(size));
        }
        ByteSize virtualSize =
                DiskInspection.virtualSize(format, head.duplicate().flip(), size);
        ImportedImage imported = imports.publish(plan, size, virtualSize, () -> {
            Digest digest = upload.commit(Digest.Algorithm.SHA256);
            requireWhole(digest, size);
            return digest;
        });
        ended = true;
        imports.ended(upload.id());
        return imported;
    }

    private ImageException.InvalidDisk wrongSize(String arrived) {
        return new ImageException.InvalidDisk(
                "%s the %d bytes that were announced arrived".formatted(arrived, announced.orElse(0)),
                "The file changed while it was read, or the connection broke: repeat the import.");
    }

    private void requireWhole(Digest digest, long size) {
        try {
            new DiskBlob(blobs, digest, size).requireWhole(format);
        } catch (ImageException.InvalidDisk e) {
            imports.dropUnlessNamed(digest);
            throw e;
        }
    }

    /** Lets go without cleaning up, as a killed process does. */
    void abandon() {
        ended = true;
        upload.close();
    }

    @Override
    public void close() {
        if (!ended) {
            ended = true;
            upload.cancel();
            imports.ended(upload.id());
        }
    }
}
