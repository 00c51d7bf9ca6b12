package io.vmregistry.daemon.grpc;

import io.vmregistry.client.transfer.TransferProgress;
import io.vmregistry.daemon.compose.ComposeImages;
import io.vmregistry.daemon.image.LocalStore;
import io.vmregistry.daemon.image.ResolvedImage;
import io.vmregistry.daemon.image.TransferRequest;
import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.ImageReference;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** The images for one call: what has to be pulled is pulled in the name of its caller. */
final class CallImages implements ComposeImages {

    private final LocalStore store;
    private final Function<ImageReference, TransferRequest> requests;

    /** Takes what is asked for an image, from the one registry and with the logins that came with the call. */
    CallImages(LocalStore store, Function<ImageReference, TransferRequest> requests) {
        this.store = store;
        this.requests = requests;
    }

    @Override
    public Optional<Digest> find(ImageReference image) {
        return store.images().resolve(image).map(ResolvedImage::manifest);
    }

    @Override
    public void pull(ImageReference image, Consumer<TransferProgress> progress) {
        store.transfers().pull(requests.apply(image), progress::accept);
    }
}
