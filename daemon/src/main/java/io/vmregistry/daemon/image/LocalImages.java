package io.vmregistry.daemon.image;

import io.vmregistry.spec.image.Decoded;
import io.vmregistry.spec.image.Descriptor;
import io.vmregistry.spec.image.ImageConfig;
import io.vmregistry.spec.image.ImageConfigs;
import io.vmregistry.spec.image.ImageManifest;
import io.vmregistry.spec.image.ImageManifests;
import io.vmregistry.spec.image.MediaTypes;
import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.ImageReference;
import io.vmregistry.spec.reference.Reference;
import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.spec.reference.Tag;
import io.vmregistry.store.blob.BlobReader;
import io.vmregistry.store.blob.BlobStore;
import io.vmregistry.store.blob.ByteRange;
import io.vmregistry.store.manifest.ManifestStore;
import io.vmregistry.store.manifest.StoredManifest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The images of this host: found, listed and tagged. Every method may be called from any thread. */
public final class LocalImages {

    /** How long a blob is kept for whoever resolved it: until a machine's record is written. */
    private static final Duration RESOLVED = Duration.ofMinutes(2);

    private static final Comparator<LocalImage> BY_NAME = Comparator.comparing(LocalImage::displayRepository)
            .thenComparing(image -> image.tag().map(Tag::value).orElse(""))
            .thenComparing(image -> image.digest().hex());

    private final BlobStore blobs;
    private final ManifestStore manifests;
    private final BlobPins pins;
    private final StoredImages stored;

    LocalImages(BlobStore blobs, ManifestStore manifests, BlobPins pins, StoredImages stored) {
        this.blobs = blobs;
        this.manifests = manifests;
        this.pins = pins;
        this.stored = stored;
    }

    /**
     * A manifest and its configuration, byte for byte.
     *
     * @param digest the manifest's
     */
    public record Content(Digest digest, String mediaType, byte[] manifest, byte[] config) {

        public Content {
            manifest = manifest.clone();
            config = config.clone();
        }
    }

    /**
     * What a machine can be made from; empty when it is not on this host. Nothing is pulled. The disk stays for a while,
     * also when the image is removed right after: until the machine that stands on it is written down.
     *
     * @throws ImageException.UnusableImage when it is here but has no disk that can be run
     */
    public Optional<ResolvedImage> resolve(ImageReference reference) {
        return stored.find(reference).map(found -> resolved(reference.toString(), found.manifest()));
    }

    private ResolvedImage resolved(String name, StoredManifest stored) {
        ImageManifest manifest = decode(name, ImageManifests.parse(stored.content()));
        Descriptor disk = manifest.layers().stream()
                .filter(layer -> layer.mediaType().equals(MediaTypes.DISK))
                .findFirst()
                .orElseThrow(() -> new ImageException.UnusableImage(name, "it has no disk"));
        pins.pinFor(disk.digest(), RESOLVED);
        ImageConfig config =
                decode(name, ImageConfigs.parse(read(manifest.config().digest())));
        return new ResolvedImage(stored.digest(), config, disk.digest(), file(name, disk.digest()));
    }

    private Path file(String name, Digest disk) {
        try (BlobReader reader = blobs.open(disk, ByteRange.ALL)) {
            return reader.file()
                    .map(Path::toAbsolutePath)
                    .orElseThrow(() -> new ImageException.UnusableImage(name, "its disk is not a file of this host"));
        }
    }

    private static <T> T decode(String name, Decoded<T> decoded) {
        return switch (decoded) {
            case Decoded.Valid<T>(T content) -> content;
            case Decoded.Invalid<T>(String problem) -> throw new ImageException.UnusableImage(name, problem);
        };
    }

    /**
     * The manifest of an image and its configuration.
     *
     * @throws ImageException.ImageUnknown when it is not on this host
     */
    public Content content(String reference) {
        StoredManifest found = find(reference).manifest();
        ImageManifest manifest = decode(reference, ImageManifests.parse(found.content()));
        return new Content(
                found.digest(),
                found.mediaType(),
                found.content(),
                read(manifest.config().digest()));
    }

    StoredImages.Found find(String reference) {
        return stored.find(LocalName.parse(reference)).orElseThrow(() -> new ImageException.ImageUnknown(reference));
    }

    /** Every image by name: one for each tag, and one for each manifest without a tag. */
    public List<LocalImage> list() {
        List<LocalImage> images = new ArrayList<>();
        for (RepositoryName repository : stored.repositories()) {
            stored.tagsByManifest(repository)
                    .forEach((digest, tags) -> manifests
                            .get(repository, new Reference.ByDigest(digest))
                            .flatMap(manifest ->
                                    ImageManifests.parse(manifest.content()).value())
                            .ifPresent(manifest -> images.addAll(named(repository, digest, manifest, tags))));
        }
        images.sort(BY_NAME);
        return images;
    }

    private List<LocalImage> named(RepositoryName repository, Digest digest, ImageManifest manifest, List<Tag> tags) {
        Optional<String> description = blobs.size(manifest.config().digest()).isEmpty()
                ? Optional.empty()
                : ImageConfigs.parse(read(manifest.config().digest())).value().flatMap(ImageConfig::description);
        return tags.isEmpty()
                ? List.of(new LocalImage(repository, Optional.empty(), digest, manifest, description))
                : tags.stream()
                        .map(tag -> new LocalImage(repository, Optional.of(tag), digest, manifest, description))
                        .toList();
    }

    /**
     * Gives an image another name, in the same repository or in another.
     *
     * @return the manifest's digest
     * @throws ImageException.ImageUnknown when the source is not on this host
     * @throws ImageException.InvalidRequest when the target is no tag
     */
    public Digest tag(String source, String target) {
        ImageReference reference = LocalName.parse(target);
        Tag tag = LocalName.tag(reference)
                .orElseThrow(() -> new ImageException.InvalidRequest(
                        "\"%s\" names a digest. Give a tag, like demo/tiny:v2.".formatted(target)));
        RepositoryName repository = LocalName.of(reference);
        return pins.publishing(() -> {
            StoredManifest manifest = find(source).manifest();
            manifests.put(repository, manifest);
            manifests.tag(repository, tag, manifest.digest());
            return manifest.digest();
        });
    }

    private byte[] read(Digest small) {
        try (BlobReader reader = blobs.open(small, ByteRange.ALL)) {
            if (reader.size() > ImageConfigs.MAX_BYTES) {
                throw new ImageException.UnusableImage(small.toString(), "its configuration is larger than 8 MiB");
            }
            return reader.stream().readAllBytes();
        } catch (IOException e) {
            throw new ImageException.HostFailed("read blob " + small, e);
        }
    }
}
