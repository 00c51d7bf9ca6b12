package io.vmregistry.client.transfer;

import io.vmregistry.client.ClientException;
import io.vmregistry.client.registry.ManifestContent;
import io.vmregistry.client.registry.RegistryClient;
import io.vmregistry.client.transfer.TransferProgress.Phase;
import io.vmregistry.spec.image.Descriptor;
import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.Reference;
import io.vmregistry.spec.reference.RepositoryName;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * Takes an image to a registry: the blobs that it lacks, in parallel, and the manifest last. Interrupting the thread ends
 * it with {@link ClientException.Cancelled}; the next push continues the uploads that were begun.
 */
public final class ImagePush {

    private final RegistryClient registry;
    private final TransferSettings settings;
    private final Pause pause;
    private final BlobPush blobPush;

    public ImagePush(
            RegistryClient registry,
            LocalBlobs blobs,
            PendingUploads pending,
            BlobOrigins origins,
            TransferSettings settings,
            Pause pause) {
        this.registry = registry;
        this.settings = settings;
        this.pause = pause;
        this.blobPush = new BlobPush(registry, blobs, pending, origins, settings, pause);
    }

    /**
     * Pushes an image under a repository and reference of the registry.
     *
     * @throws ClientException as {@link RegistryClient} says; {@link ClientException.Unavailable} after several attempts
     *     that moved nothing
     */
    public PushedImage push(
            ManifestContent manifest, RepositoryName repository, Reference reference, TransferListener listener) {
        String tried = "push " + repository + " " + reference + " to " + registry.url();
        List<Descriptor> blobs = ManifestBlobs.of(manifest, tried);
        requireReachable(repository, blobs);
        List<Callable<Long>> transfers = blobs.stream()
                .<Callable<Long>>map(blob -> () -> blobPush.push(repository, blob, listener))
                .toList();
        long moved = ParallelTransfers.run(settings.parallel(), transfers, tried);
        putManifest(manifest, repository, reference, tried);
        listener.progressed(new TransferProgress(repository + ":" + reference, Phase.DONE, 0, 0, 0));
        return new PushedImage(manifest.digest(), moved);
    }

    /**
     * A registry that is not there at all is told at once; one that goes away later is waited for. This also teaches the
     * client once which token the transfers need.
     */
    private void requireReachable(RepositoryName repository, List<Descriptor> blobs) {
        if (!blobs.isEmpty()) {
            registry.blobSize(repository, blobs.getFirst().digest());
        }
    }

    private void putManifest(ManifestContent manifest, RepositoryName repository, Reference reference, String tried) {
        new Attempts(settings, pause, tried).repeat(() -> {
            registry.putManifest(repository, reference, manifest);
            return manifest;
        });
    }

    /**
     * What a push took there.
     *
     * @param transferredBytes that were moved; what was there already does not count
     */
    public record PushedImage(Digest digest, long transferredBytes) {}
}
