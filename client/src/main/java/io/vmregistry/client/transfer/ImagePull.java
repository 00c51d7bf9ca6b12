package io.vmregistry.client.transfer;

import io.vmregistry.client.ClientException;
import io.vmregistry.client.registry.ManifestContent;
import io.vmregistry.client.registry.RegistryClient;
import io.vmregistry.client.transfer.TransferProgress.Phase;
import io.vmregistry.spec.image.Decoded;
import io.vmregistry.spec.image.Descriptor;
import io.vmregistry.spec.image.ImageIndexes;
import io.vmregistry.spec.image.Platform;
import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.Reference;
import io.vmregistry.spec.reference.RepositoryName;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * Brings an image here: tag → digest → manifest → missing blobs in parallel → tag. A reference never names what is not
 * there. Interrupting the thread ends it with {@link ClientException.Cancelled}; what arrived is kept, and the next pull
 * goes on from there.
 */
public final class ImagePull {

    private final RegistryClient registry;
    private final LocalManifests manifests;
    private final TransferSettings settings;
    private final BlobPull blobPull;

    public ImagePull(
            RegistryClient registry,
            LocalBlobs blobs,
            LocalManifests manifests,
            TransferSettings settings,
            Pause pause) {
        this.registry = registry;
        this.manifests = manifests;
        this.settings = settings;
        this.blobPull = new BlobPull(registry, blobs, settings, pause);
    }

    /**
     * Pulls an image under the repository and reference that it has at the registry.
     *
     * @throws ClientException as {@link RegistryClient} says; {@link ClientException.Unavailable} after several attempts
     *     that moved nothing
     */
    public PulledImage pull(RepositoryName repository, Reference reference, TransferListener listener) {
        String tried = "pull " + repository + " " + reference + " from " + registry.url();
        listener.progressed(new TransferProgress(repository + ":" + reference, Phase.RESOLVING, 0, 0, 0));
        ManifestContent manifest = forThisMachine(repository, registry.manifest(repository, reference), tried);
        List<Descriptor> blobs = Uninterrupted.call(() -> manifests.needed(repository, reference, manifest));
        List<Callable<Long>> transfers = blobs.stream()
                .<Callable<Long>>map(blob -> () -> blobPull.pull(repository, blob, listener))
                .toList();
        long moved = ParallelTransfers.run(settings.parallel(), transfers, tried);
        boolean current = Uninterrupted.call(() -> manifests.holds(repository, reference, manifest));
        if (!current) {
            Uninterrupted.run(() -> manifests.put(repository, reference, manifest));
        }
        return new PulledImage(manifest.digest(), manifest, moved, current && moved == 0);
    }

    /** What an index offers for this kind of machine, or the manifest as it is. */
    private ManifestContent forThisMachine(RepositoryName repository, ManifestContent found, String tried) {
        if (!ImageIndexes.isIndex(found.mediaType())) {
            return found;
        }
        Digest chosen = switch (ImageIndexes.choose(found.bytes(), Platform.LINUX_AMD64)) {
            case Decoded.Valid<Digest>(Digest digest) -> digest;
            case Decoded.Invalid<Digest>(String problem) -> throw new ClientException.Incomprehensible(tried, problem);
        };
        return registry.manifest(repository, new Reference.ByDigest(chosen));
    }

    /**
     * What a pull brought.
     *
     * @param digest of the manifest at the registry
     * @param transferredBytes that were moved; what was here already does not count
     * @param upToDate the same image was here under the same reference
     */
    public record PulledImage(Digest digest, ManifestContent manifest, long transferredBytes, boolean upToDate) {}
}
