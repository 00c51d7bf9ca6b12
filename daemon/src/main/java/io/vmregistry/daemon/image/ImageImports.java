package io.vmregistry.daemon.image;

import io.vmregistry.spec.image.Descriptor;
import io.vmregistry.spec.image.ImageConfigs;
import io.vmregistry.spec.image.ImageManifest;
import io.vmregistry.spec.image.ImageManifests;
import io.vmregistry.spec.image.MediaTypes;
import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.Reference;
import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.spec.unit.ByteSize;
import io.vmregistry.store.StoreException;
import io.vmregistry.store.blob.BlobStore;
import io.vmregistry.store.blob.Upload;
import io.vmregistry.store.blob.UploadId;
import io.vmregistry.store.blob.UploadOwner;
import io.vmregistry.store.manifest.ManifestStore;
import io.vmregistry.store.manifest.StoredManifest;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Makes images of VMFiles and disks. The disk's blob comes first, then the configuration's, then the manifest, then the
 * tags: a reference never names what is not there, also when the process dies in between.
 */
public final class ImageImports {

    private static final UploadOwner OWNER = new UploadOwner(new RepositoryName("local"), "import");

    private final BlobStore blobs;
    private final ManifestStore manifests;
    private final BlobPins pins;
    private final StoredImages stored;
    private final UnfinishedUploads unfinished;
    private final Clock clock;

    ImageImports(
            BlobStore blobs, ManifestStore manifests, BlobPins pins, StoredImages stored, Path directory, Clock clock) {
        this.blobs = blobs;
        this.manifests = manifests;
        this.pins = pins;
        this.stored = stored;
        this.unfinished = new UnfinishedUploads(directory);
        this.clock = clock;
    }

    /**
     * Begins an import. Everything that can be refused before the disk arrives is refused here.
     *
     * @throws ImageException.InvalidVmFile when the VMFile has errors
     * @throws ImageException.InvalidRequest when a name or a tag is malformed
     */
    public ImageImport begin(ImportRequest request) {
        ImportPlan plan = ImportPlan.of(request);
        return new ImageImport(this, plan, blobs, beginUpload(), request.diskSize());
    }

    /** An upload that the next start drops when this process dies before {@link #ended}. */
    Upload beginUpload() {
        Upload upload = blobs.begin(OWNER);
        unfinished.remember(upload.id().toString(), upload.id());
        return upload;
    }

    /** Drops what imports left that a dead process had begun. */
    void dropLeftovers() {
        for (String name : unfinished.names()) {
            unfinished.find(name).ifPresent(this::drop);
            unfinished.forget(name);
        }
    }

    private void drop(UploadId id) {
        try (Upload upload = blobs.resume(OWNER, id)) {
            upload.cancel();
        } catch (StoreException.UploadUnknown goneAlready) {
            unfinished.forget(id.toString());
        }
    }

    void ended(UploadId id) {
        unfinished.forget(id.toString());
    }

    /** Commits the disk and names it, as one step that no removal comes between. */
    ImportedImage publish(ImportPlan plan, long diskSize, ByteSize virtualSize, Supplier<Digest> commit) {
        return pins.publishing(() -> {
            Digest disk = commit.get();
            Descriptor layer = new Descriptor(
                    MediaTypes.DISK,
                    disk,
                    diskSize,
                    Map.of(
                            MediaTypes.DISK_FORMAT, plan.format().label(),
                            MediaTypes.DISK_VIRTUAL_SIZE, Long.toString(virtualSize.bytes())));
            Descriptor config = putSmall(ImageConfigs.toJson(plan.config(virtualSize)));
            Digest manifest = manifest(plan, config, layer);
            return new ImportedImage(
                    plan.repository(), manifest, plan.tags(), disk, diskSize, virtualSize, plan.warnings());
        });
    }

    Descriptor putSmall(byte[] content) {
        Digest digest = Digest.of(content);
        if (blobs.size(digest).isEmpty()) {
            try (Upload upload = blobs.begin(OWNER)) {
                upload.write(ByteBuffer.wrap(content));
                upload.commit(digest);
            }
        }
        return Descriptor.of(MediaTypes.CONFIG, digest, content.length);
    }

    /** An image that is there under the first tag already, made of the same blobs, stays as it is. */
    private Digest manifest(ImportPlan plan, Descriptor config, Descriptor layer) {
        StoredManifest manifest =
                same(plan.targets().getFirst(), config, layer).orElseGet(() -> newManifest(config, layer));
        for (ImportPlan.Target target : plan.targets()) {
            manifests.put(target.repository(), manifest);
            manifests.tag(target.repository(), target.tag(), manifest.digest());
        }
        return manifest.digest();
    }

    private Optional<StoredManifest> same(ImportPlan.Target target, Descriptor config, Descriptor layer) {
        return manifests
                .get(target.repository(), new Reference.ByTag(target.tag()))
                .filter(present -> ImageManifests.parse(present.content())
                        .value()
                        .filter(image ->
                                image.config().equals(config) && image.layers().equals(List.of(layer)))
                        .isPresent());
    }

    private StoredManifest newManifest(Descriptor config, Descriptor layer) {
        String created = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        byte[] content = ImageManifests.toJson(
                new ImageManifest(MediaTypes.MANIFEST, config, List.of(layer), Map.of(MediaTypes.CREATED, created)));
        return new StoredManifest(Digest.of(content), MediaTypes.MANIFEST, content);
    }

    /** Removes the blob of a refused disk, unless an image that is here has the same bytes. */
    void dropUnlessNamed(Digest disk) {
        if (!stored.namedBlobs().contains(disk) && !pins.pinned().contains(disk)) {
            blobs.delete(disk);
        }
    }
}
