package io.vmregistry.daemon.compose;

import io.vmregistry.client.transfer.TransferProgress;
import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.ImageReference;
import java.util.Optional;
import java.util.function.Consumer;

/** The images of this host and the registries that the caller may pull from. */
public interface ComposeImages {

    /** The manifest's digest of an image that is on this host; asks no registry. */
    Optional<Digest> find(ImageReference image);

    /**
     * Brings an image here. Interrupting the thread ends it; the same call later goes on where it was.
     *
     * @throws RuntimeException of the images' and the registry client's families, whose message tells what to do
     */
    void pull(ImageReference image, Consumer<TransferProgress> progress) throws InterruptedException;
}
