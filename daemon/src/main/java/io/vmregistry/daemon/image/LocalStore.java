package io.vmregistry.daemon.image;

import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.store.blob.BlobStore;
import io.vmregistry.store.blob.UploadOwner;
import io.vmregistry.store.manifest.ManifestStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/**
 * The images' side of the daemon, put together over one store that this process alone uses. What a killed process left of
 * imports is dropped when it opens; what it left of pulls is kept for a week, to go on from.
 */
public final class LocalStore {

    static final UploadOwner PULL = new UploadOwner(new RepositoryName("local"), "pull");

    private static final Duration PARTIAL_PULLS = Duration.ofDays(7);

    private final LocalImages images;
    private final ImageImports imports;
    private final ImageExports exports;
    private final ImageRemovals removals;
    private final ImageTransfers transfers;

    private LocalStore(
            LocalImages images,
            ImageImports imports,
            ImageExports exports,
            ImageRemovals removals,
            ImageTransfers transfers) {
        this.images = images;
        this.imports = imports;
        this.exports = exports;
        this.removals = removals;
        this.transfers = transfers;
    }

    /** Opens the images over a store, whose folder exports leave alone. */
    public static LocalStore open(
            BlobStore blobs,
            ManifestStore manifests,
            Path folder,
            ImageUse use,
            ImageTransfers.RemoteAccess remote,
            Clock clock) {
        BlobPins pins = new BlobPins(clock);
        StoredImages stored = new StoredImages(manifests);
        LocalImages images = new LocalImages(blobs, manifests, pins, stored);
        ImageImports imports =
                new ImageImports(blobs, manifests, pins, stored, folder.resolve("unfinished/imports"), clock);
        imports.dropLeftovers();
        blobs.expireUploads(clock.instant().minus(PARTIAL_PULLS));
        TransferBlobs.PartialPulls partials =
                new TransferBlobs.PartialPulls(blobs, new UnfinishedUploads(folder.resolve("unfinished/pulls")));
        return new LocalStore(
                images,
                imports,
                new ImageExports(blobs, images, folder),
                new ImageRemovals(blobs, manifests, pins, stored, use, clock),
                new ImageTransfers(
                        blobs, manifests, pins, stored, partials, imports, new RegistryAccess(remote, clock)));
    }

    public LocalImages images() {
        return images;
    }

    public ImageImports imports() {
        return imports;
    }

    public ImageExports exports() {
        return exports;
    }

    public ImageRemovals removals() {
        return removals;
    }

    public ImageTransfers transfers() {
        return transfers;
    }
}
