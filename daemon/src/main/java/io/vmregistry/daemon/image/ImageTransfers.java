package io.vmregistry.daemon.image;

import io.vmregistry.client.http.HttpCaller;
import io.vmregistry.client.registry.ManifestContent;
import io.vmregistry.client.transfer.ImagePull;
import io.vmregistry.client.transfer.ImagePush;
import io.vmregistry.client.transfer.Pause;
import io.vmregistry.client.transfer.PendingUploads;
import io.vmregistry.client.transfer.TransferListener;
import io.vmregistry.client.transfer.TransferSettings;
import io.vmregistry.daemon.session.Sessions;
import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.ImageReference;
import io.vmregistry.store.blob.BlobStore;
import io.vmregistry.store.manifest.ManifestStore;
import io.vmregistry.store.manifest.StoredManifest;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * Moves images between this host and registries. Interrupting the calling thread ends a transfer; what it moved is kept,
 * and the same call goes on from there.
 */
public final class ImageTransfers {

    private final BlobStore blobs;
    private final ManifestStore manifests;
    private final BlobPins pins;
    private final StoredImages stored;
    private final TransferBlobs.PartialPulls partials;
    private final PendingUploads pending = PendingUploads.inMemory();
    private final RegistryAccess registries;
    private final ImageImports imports;
    private final ForeignDisks foreign;

    ImageTransfers(
            BlobStore blobs,
            ManifestStore manifests,
            BlobPins pins,
            StoredImages stored,
            TransferBlobs.PartialPulls partials,
            ImageImports imports,
            RegistryAccess registries) {
        this.blobs = blobs;
        this.manifests = manifests;
        this.pins = pins;
        this.stored = stored;
        this.partials = partials;
        this.imports = imports;
        this.foreign = new ForeignDisks(blobs, pins, imports);
        this.registries = registries;
    }

    /**
     * What other machines are reached with.
     *
     * @param registry of images whose names have no host; empty when none was configured
     */
    public record RemoteAccess(HttpCaller http, Sessions sessions, Optional<URI> registry) {}

    /**
     * Brings an image here.
     *
     * @throws io.vmregistry.client.ClientException as {@link ImagePull#pull} says
     * @throws ImageException.NotConfigured when it is not known which registry
     * @throws ImageException.UnusableImage when the registry has something else under that name
     * @throws ImageException.InvalidDisk when the disk of an image that others made cannot be used
     */
    public ImagePull.PulledImage pull(TransferRequest request, TransferListener listener) {
        ImageReference reference = LocalName.parse(request.image());
        PulledImages target =
                new PulledImages(blobs, manifests, pins, foreign, LocalName.of(reference), request.image());
        try (TransferBlobs transfer = new TransferBlobs(blobs, pins, partials)) {
            ImagePull pull = new ImagePull(
                    registries.open(reference, request), transfer, target, TransferSettings.DEFAULT, Pause.sleeping());
            return pull.pull(RegistryAccess.repository(reference), reference.reference(), listener);
        } finally {
            drop(target.unpacked());
        }
    }

    /** What was pulled for the disk inside is of no use once that is out; when the pull failed it is fetched again. */
    private void drop(List<Digest> unpacked) {
        if (!unpacked.isEmpty()) {
            pins.removing(() -> {
                unpacked.forEach(imports::dropUnlessNamed);
                return unpacked;
            });
        }
    }

    /**
     * Takes an image to a registry.
     *
     * @throws io.vmregistry.client.ClientException as {@link ImagePush#push} says
     * @throws ImageException.ImageUnknown when it is not on this host
     * @throws ImageException.NotConfigured when it is not known which registry
     */
    public ImagePush.PushedImage push(TransferRequest request, TransferListener listener) {
        ImageReference reference = LocalName.parse(request.image());
        StoredManifest manifest = stored.find(reference)
                .orElseThrow(() -> new ImageException.ImageUnknown(request.image()))
                .manifest();
        ManifestContent content = KeptForm.travelling(request.image(), manifest);
        try (TransferBlobs transfer = new TransferBlobs(blobs, pins, partials)) {
            ImagePush push = new ImagePush(
                    registries.open(reference, request),
                    transfer,
                    pending,
                    new KnownOrigins(stored, manifests, reference),
                    TransferSettings.DEFAULT,
                    Pause.sleeping());
            return push.push(content, RegistryAccess.repository(reference), reference.reference(), listener);
        }
    }
}
