package io.vmregistry.daemon.image;

import io.vmregistry.client.credential.Secret;
import io.vmregistry.client.http.HttpCaller;
import io.vmregistry.client.http.Origin;
import io.vmregistry.client.registry.CredentialSource;
import io.vmregistry.client.registry.ManifestContent;
import io.vmregistry.client.registry.RegistryClient;
import io.vmregistry.client.registry.RegistryCredential;
import io.vmregistry.client.transfer.ImagePull;
import io.vmregistry.client.transfer.ImagePush;
import io.vmregistry.client.transfer.LocalManifests;
import io.vmregistry.client.transfer.Pause;
import io.vmregistry.client.transfer.PendingUploads;
import io.vmregistry.client.transfer.TransferListener;
import io.vmregistry.client.transfer.TransferSettings;
import io.vmregistry.daemon.session.Sessions;
import io.vmregistry.spec.image.ImageManifest;
import io.vmregistry.spec.image.ImageManifests;
import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.ImageReference;
import io.vmregistry.spec.reference.Reference;
import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.store.StoreException;
import io.vmregistry.store.blob.BlobStore;
import io.vmregistry.store.manifest.ManifestStore;
import io.vmregistry.store.manifest.StoredManifest;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Moves images between this host and registries. Interrupting the calling thread ends a transfer; what it moved is kept,
 * and the same call goes on from there.
 */
public final class ImageTransfers {

    private static final Set<String> PLAIN_HTTP = Set.of("localhost", "127.0.0.1", "[::1]");

    private final BlobStore blobs;
    private final ManifestStore manifests;
    private final BlobPins pins;
    private final StoredImages stored;
    private final TransferBlobs.PartialPulls partials;
    private final PendingUploads pending = PendingUploads.inMemory();
    private final HttpCaller http;
    private final Sessions sessions;
    private final Optional<URI> ownRegistry;
    private final Clock clock;

    ImageTransfers(
            BlobStore blobs,
            ManifestStore manifests,
            BlobPins pins,
            StoredImages stored,
            TransferBlobs.PartialPulls partials,
            RemoteAccess remote,
            Clock clock) {
        this.blobs = blobs;
        this.manifests = manifests;
        this.pins = pins;
        this.stored = stored;
        this.partials = partials;
        this.http = remote.http();
        this.sessions = remote.sessions();
        this.ownRegistry = remote.registry();
        this.clock = clock;
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
     */
    public ImagePull.PulledImage pull(TransferRequest request, TransferListener listener) {
        ImageReference reference = LocalName.parse(request.image());
        RepositoryName local = LocalName.of(reference);
        try (TransferBlobs transfer = new TransferBlobs(blobs, pins, partials)) {
            ImagePull pull = new ImagePull(
                    registry(reference, request),
                    transfer,
                    new PulledManifests(local, request.image()),
                    TransferSettings.DEFAULT,
                    Pause.sleeping());
            return pull.pull(reference.repository(), reference.reference(), listener);
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
        try (TransferBlobs transfer = new TransferBlobs(blobs, pins, partials)) {
            ImagePush push = new ImagePush(
                    registry(reference, request), transfer, pending, TransferSettings.DEFAULT, Pause.sleeping());
            ManifestContent content = new ManifestContent(manifest.digest(), manifest.mediaType(), manifest.content());
            return push.push(content, reference.repository(), reference.reference(), listener);
        }
    }

    private RegistryClient registry(ImageReference reference, TransferRequest request) {
        URI url = reference
                .registry()
                .map(host -> addressOf(host.authority()))
                .or(() -> request.registryUrl().map(ImageTransfers::address))
                .or(() -> ownRegistry)
                .orElseThrow(() -> new ImageException.NotConfigured(
                        "Tried to reach the registry of \"%s\" but failed because none was configured. Start the daemon with -registry-url or name the registry's host in the image."
                                .formatted(request.image())));
        CredentialSource credentials = request.accessToken()
                .filter(token -> isChosen(url, request))
                .map(Secret::of)
                .map(RegistryCredential.Bearer::new)
                .map(bearer -> CredentialSource.fixed(bearer))
                .orElseGet(() -> () -> sessions.credential(request.caller()));
        return RegistryClient.v1(url, http, credentials, clock);
    }

    /** A token is for the registry that the daemon's operator or the caller chose, not for any that an image names. */
    private boolean isChosen(URI url, TransferRequest request) {
        return Stream.concat(ownRegistry.stream(), request.registryUrl().map(ImageTransfers::address).stream())
                .anyMatch(chosen -> Origin.of(chosen).equals(Origin.of(url)));
    }

    private static URI address(String text) {
        try {
            URI uri = URI.create(text);
            if (("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())) && uri.getHost() != null) {
                return uri;
            }
        } catch (IllegalArgumentException notAnAddress) {
            throw new ImageException.InvalidRequest("\"%s\" is not a registry's URL.".formatted(text));
        }
        throw new ImageException.InvalidRequest(
                "\"%s\" is not a registry's URL. Write it like https://registry.example.com.".formatted(text));
    }

    /** A host in an image's name means TLS, except on this machine. */
    private static URI addressOf(String authority) {
        String host = authority.replaceFirst(":[0-9]+$", "");
        return URI.create((PLAIN_HTTP.contains(host) ? "http://" : "https://") + authority);
    }

    /** Where a pull puts its manifest: under the image's local name, and only an image that can be used. */
    private final class PulledManifests implements LocalManifests {
        private final RepositoryName local;
        private final String image;

        PulledManifests(RepositoryName local, String image) {
            this.local = local;
            this.image = image;
        }

        @Override
        public Optional<Digest> digest(RepositoryName repository, Reference reference) {
            return manifests.get(local, reference).map(StoredManifest::digest);
        }

        @Override
        public void put(RepositoryName repository, Reference reference, ManifestContent manifest) {
            ImageManifest parsed = ImageManifests.parse(manifest.bytes())
                    .value()
                    .filter(ImageManifest::isOurs)
                    .orElseThrow(() -> new ImageException.UnusableImage(
                            image, "the registry has something there that is not an image of a virtual machine"));
            pins.publishing(() -> {
                parsed.blobs().forEach(blob -> requirePresent(blob.digest()));
                manifests.put(local, new StoredManifest(manifest.digest(), manifest.mediaType(), manifest.bytes()));
                if (reference instanceof Reference.ByTag(var tag)) {
                    manifests.tag(local, tag, manifest.digest());
                }
                return List.of();
            });
        }

        private void requirePresent(Digest blob) {
            if (blobs.size(blob).isEmpty()) {
                throw new StoreException.ManifestBlobUnknown(blob);
            }
        }
    }
}
