package io.vmregistry.daemon.grpc;

import io.vmregistry.client.credential.RegistryLogin;
import io.vmregistry.client.transfer.TransferProgress;
import io.vmregistry.daemon.compose.ComposeImages;
import io.vmregistry.daemon.image.LocalStore;
import io.vmregistry.daemon.image.ResolvedImage;
import io.vmregistry.daemon.image.TransferRequest;
import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.ImageReference;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The images for one call: what has to be pulled is pulled in the name of its caller. */
final class CallImages implements ComposeImages {

    private final LocalStore store;
    private final Optional<String> registryUrl;
    private final Optional<String> accessToken;
    private final List<RegistryLogin> logins;
    private final String caller;

    @SuppressWarnings("OptionalUsedAsFieldOrParameterType")
    CallImages(
            LocalStore store,
            Optional<String> registryUrl,
            Optional<String> accessToken,
            List<RegistryLogin> logins,
            String caller) {
        this.store = store;
        this.registryUrl = registryUrl;
        this.accessToken = accessToken;
        this.logins = List.copyOf(logins);
        this.caller = caller;
    }

    @Override
    public Optional<Digest> find(ImageReference image) {
        return store.images().resolve(image).map(ResolvedImage::manifest);
    }

    @Override
    public void pull(ImageReference image, Consumer<TransferProgress> progress) {
        store.transfers()
                .pull(
                        new TransferRequest(image.toString(), registryUrl, accessToken, logins, caller),
                        progress::accept);
    }
}
