package io.vmregistry.daemon.image;

import io.vmregistry.spec.image.Descriptor;
import io.vmregistry.spec.image.DiskFormat;
import io.vmregistry.spec.image.ImageConfig;
import io.vmregistry.spec.image.ImageConfigs;
import io.vmregistry.spec.image.ImageManifest;
import io.vmregistry.spec.image.MediaTypes;
import io.vmregistry.spec.machine.Bootloader;
import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.spec.unit.ByteSize;
import io.vmregistry.store.blob.BlobReader;
import io.vmregistry.store.blob.BlobStore;
import io.vmregistry.store.blob.ByteRange;
import io.vmregistry.store.blob.Upload;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Makes images of disks that others packed, in constant memory. A packed disk is written once more, as a blob of its own. */
final class ForeignDisks {

    /** Others do not say what their machines want; a user says it with {@code vmr run}. */
    private static final int CPU = 1;

    private static final ByteSize MEMORY = new ByteSize(1L << 30);

    private static final int BUFFER = 1 << 20;

    private final BlobStore blobs;
    private final BlobPins pins;
    private final ImageImports imports;

    ForeignDisks(BlobStore blobs, BlobPins pins, ImageImports imports) {
        this.blobs = blobs;
        this.pins = pins;
        this.imports = imports;
    }

    /**
     * Makes an image of a layer that is in the store.
     *
     * @param name of the image's repository here
     * @param source the manifest that names the layer
     * @param publish is given the image when its blobs are there; no removal comes between
     * @throws ImageException.UnusableImage when the layer holds no disk
     * @throws ImageException.InvalidDisk when the disk cannot be used
     */
    void adopt(String image, RepositoryName name, Digest source, Descriptor layer, Consumer<ImageManifest> publish) {
        try (BlobReader reader = blobs.open(layer.digest(), ByteRange.ALL)) {
            Optional<InputStream> packed = PackedDisk.open(image, reader.stream());
            if (packed.isEmpty()) {
                pins.publishing(() -> {
                    publish.accept(manifest(name, source, new DiskBlob(blobs, layer.digest(), layer.size())));
                    return layer.digest();
                });
                return;
            }
            unpack(name, source, packed.get(), publish);
        } catch (IOException e) {
            throw new ImageException.UnusableImage(image, "its layer cannot be unpacked: " + e.getMessage());
        }
    }

    private void unpack(RepositoryName name, Digest source, InputStream disk, Consumer<ImageManifest> publish)
            throws IOException {
        Upload upload = imports.beginUpload();
        boolean published = false;
        try {
            byte[] buffer = new byte[BUFFER];
            for (int count = disk.read(buffer); count >= 0; count = disk.read(buffer)) {
                upload.write(ByteBuffer.wrap(buffer, 0, count));
            }
            pins.publishing(() -> publish(name, source, upload, publish));
            published = true;
        } finally {
            if (!published) {
                upload.cancel();
            }
            upload.close();
            imports.ended(upload.id());
        }
    }

    private Digest publish(RepositoryName name, Digest source, Upload upload, Consumer<ImageManifest> publish) {
        long size = upload.offset();
        Digest disk = upload.commit(Digest.Algorithm.SHA256);
        try {
            publish.accept(manifest(name, source, new DiskBlob(blobs, disk, size)));
            return disk;
        } catch (ImageException.InvalidDisk e) {
            imports.dropUnlessNamed(disk);
            throw e;
        }
    }

    private ImageManifest manifest(RepositoryName name, Digest source, DiskBlob disk) {
        ByteBuffer head = disk.head();
        DiskFormat format = DiskInspection.detect(head);
        ByteSize virtualSize = DiskInspection.virtualSize(format, head, disk.size());
        disk.requireWhole(format);
        Descriptor layer = new Descriptor(
                MediaTypes.DISK,
                disk.digest(),
                disk.size(),
                Map.of(
                        MediaTypes.DISK_FORMAT, format.label(),
                        MediaTypes.DISK_VIRTUAL_SIZE, Long.toString(virtualSize.bytes())));
        Descriptor config = imports.putSmall(ImageConfigs.toJson(config(name, format, virtualSize)));
        return new ImageManifest(
                MediaTypes.MANIFEST, config, List.of(layer), Map.of(KeptForm.SOURCE, source.toString()));
    }

    private static ImageConfig config(RepositoryName name, DiskFormat format, ByteSize virtualSize) {
        return new ImageConfig(
                name.value(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                format,
                virtualSize,
                CPU,
                MEMORY,
                new Bootloader.Bios(),
                Optional.empty(),
                List.of());
    }
}
