package io.vmregistry.daemon.image;

import io.vmregistry.client.credential.RegistryLogin;
import java.util.List;
import java.util.Optional;

/**
 * What is to be pulled or pushed, and for whom.
 *
 * @param image as the user writes it
 * @param registryUrl instead of the daemon's; a host in the image's name goes before both
 * @param accessToken instead of the caller's session; sent as it is, to the daemon's registry or the one at registryUrl and
 *     to no other
 * @param logins of the caller; each for the registry that it names, in place of the caller's session
 * @param caller whose session is used
 */
public record TransferRequest(
        String image,
        Optional<String> registryUrl,
        Optional<String> accessToken,
        List<RegistryLogin> logins,
        String caller) {

    public TransferRequest {
        logins = List.copyOf(logins);
    }

    @Override
    public String toString() {
        return "TransferRequest[image=%s, registryUrl=%s, caller=%s]".formatted(image, registryUrl, caller);
    }
}
