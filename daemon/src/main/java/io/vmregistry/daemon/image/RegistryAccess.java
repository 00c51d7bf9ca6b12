package io.vmregistry.daemon.image;

import io.vmregistry.client.credential.RegistryLogin;
import io.vmregistry.client.credential.Secret;
import io.vmregistry.client.http.HttpAddress;
import io.vmregistry.client.http.Origin;
import io.vmregistry.client.registry.CredentialSource;
import io.vmregistry.client.registry.RegistryClient;
import io.vmregistry.client.registry.RegistryCredential;
import io.vmregistry.spec.reference.ImageReference;
import io.vmregistry.spec.reference.RegistryHost;
import io.vmregistry.spec.reference.RepositoryName;
import java.net.URI;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Which registry an image is moved to or from, under which name, and what it is shown. */
final class RegistryAccess {

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    /** Docker's own registry is called otherwise than where it is, and its repositories have a namespace there. */
    private static final String DOCKER_IO = "docker.io";

    private static final URI DOCKER_IO_URL = URI.create("https://registry-1.docker.io");

    private final ImageTransfers.RemoteAccess remote;
    private final Clock clock;

    RegistryAccess(ImageTransfers.RemoteAccess remote, Clock clock) {
        this.remote = remote;
        this.clock = clock;
    }

    /**
     * A client of the registry that an image's name, the call or the daemon's settings name, in this order.
     *
     * @throws ImageException.NotConfigured when none of them names one
     * @throws ImageException.InvalidRequest when the call names something else
     */
    RegistryClient open(ImageReference reference, TransferRequest request) {
        URI url = url(reference, request);
        return RegistryClient.oci(url, remote.http(), credentials(url, reference, request), clock);
    }

    /** The repository's name at its registry. */
    static RepositoryName repository(ImageReference reference) {
        boolean official = reference
                        .registry()
                        .filter(host -> host.authority().equals(DOCKER_IO))
                        .isPresent()
                && reference.repository().value().indexOf('/') < 0;
        return official ? new RepositoryName("library/" + reference.repository()) : reference.repository();
    }

    private URI url(ImageReference reference, TransferRequest request) {
        Optional<URI> called = request.registryUrl().map(RegistryAccess::address);
        return reference
                .registry()
                .map(host -> Stream.concat(called.stream(), remote.registry().stream())
                        .filter(url -> authority(url).equals(authority(host)))
                        .findFirst()
                        .orElseGet(() -> addressOf(host)))
                .or(() -> called)
                .or(remote::registry)
                .orElseThrow(() -> new ImageException.NotConfigured(
                        "Tried to reach the registry of \"%s\" but failed because none was configured. Start the daemon with -registry-url or name the registry's host in the image."
                                .formatted(request.image())));
    }

    private CredentialSource credentials(URI url, ImageReference reference, TransferRequest request) {
        Optional<String> token = request.accessToken().filter(given -> isChosen(url, request));
        if (token.isPresent()) {
            return CredentialSource.fixed(new RegistryCredential.Bearer(Secret.of(token.get())));
        }
        String host = reference.registry().map(RegistryAccess::authority).orElseGet(() -> authority(url));
        return request.logins().stream()
                .filter(login -> login.host().equals(host))
                .findFirst()
                .map(RegistryAccess::credential)
                .map(CredentialSource::fixed)
                .orElseGet(() -> () -> remote.sessions().credential(request.caller()));
    }

    private static RegistryCredential credential(RegistryLogin login) {
        return switch (login) {
            case RegistryLogin.WithPassword(String host, String username, Secret password) ->
                new RegistryCredential.Password(username, password);
            case RegistryLogin.WithIdentityToken(String host, Secret token) ->
                new RegistryCredential.IdentityToken(token);
        };
    }

    /** A token is for the registry that the daemon's operator or the caller chose, not for any that an image names. */
    private boolean isChosen(URI url, TransferRequest request) {
        return Stream.concat(remote.registry().stream(), request.registryUrl().map(RegistryAccess::address).stream())
                .anyMatch(chosen -> Origin.of(chosen).equals(Origin.of(url)));
    }

    private static URI address(String text) {
        return HttpAddress.parse(text)
                .orElseThrow(() -> new ImageException.InvalidRequest(
                        "\"%s\" is not a registry's URL. Write it like https://registry.example.com.".formatted(text)));
    }

    private static String authority(URI url) {
        return url.getAuthority().toLowerCase(Locale.ROOT);
    }

    private static String authority(RegistryHost host) {
        return host.authority().toLowerCase(Locale.ROOT);
    }

    /** A host in an image's name means TLS, except on this machine; a URL with the same host may say otherwise. */
    private static URI addressOf(RegistryHost registry) {
        String authority = authority(registry);
        if (authority.equals(DOCKER_IO)) {
            return DOCKER_IO_URL;
        }
        String host = authority.replaceFirst(":[0-9]+$", "");
        return URI.create((LOOPBACK.contains(host) ? "http://" : "https://") + authority);
    }
}
