package io.vmregistry.daemon.image;

import io.vmregistry.client.registry.ManifestContent;
import io.vmregistry.client.transfer.LocalManifests;
import io.vmregistry.spec.image.Decoded;
import io.vmregistry.spec.image.Descriptor;
import io.vmregistry.spec.image.ImageManifest;
import io.vmregistry.spec.image.ImageManifests;
import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.Reference;
import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.store.StoreException;
import io.vmregistry.store.blob.BlobStore;
import io.vmregistry.store.manifest.ManifestStore;
import io.vmregistry.store.manifest.StoredManifest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where one pull puts its image: under its local name, in the form that this host keeps, and only what can be used. */
final class PulledImages implements LocalManifests {

    private final BlobStore blobs;
    private final ManifestStore manifests;
    private final BlobPins pins;
    private final ForeignDisks foreign;
    private final RepositoryName local;
    private final String image;
    private final List<Digest> unpacked = new ArrayList<>();

    /** Images go to one repository of the local store; {@code image} is what the user calls this one. */
    PulledImages(
            BlobStore blobs,
            ManifestStore manifests,
            BlobPins pins,
            ForeignDisks foreign,
            RepositoryName local,
            String image) {
        this.blobs = blobs;
        this.manifests = manifests;
        this.pins = pins;
        this.foreign = foreign;
        this.local = local;
        this.image = image;
    }

    @Override
    public boolean holds(RepositoryName repository, Reference reference, ManifestContent manifest) {
        return kept(reference, manifest).isPresent();
    }

    /** An image of ours is kept under one digest however it travelled; one of others says what it was made of. */
    private Optional<StoredManifest> kept(Reference reference, ManifestContent manifest) {
        ImageManifest parsed = parse(manifest);
        Digest wanted = KeptForm.of(parsed, manifest.digest()).digest();
        return manifests
                .get(local, reference)
                .or(() -> named(manifest.digest(), reference))
                .filter(kept ->
                        parsed.isOurs() ? kept.digest().equals(wanted) : KeptForm.isNamedBy(kept, manifest.digest()));
    }

    private Optional<StoredManifest> named(Digest digest, Reference reference) {
        return reference instanceof Reference.ByTag
                ? Optional.empty()
                : manifests.manifests(local).stream()
                        .flatMap(here -> manifests.get(local, new Reference.ByDigest(here)).stream())
                        .filter(kept -> KeptForm.isNamedBy(kept, digest))
                        .findFirst();
    }

    @Override
    public List<Descriptor> needed(RepositoryName repository, Reference reference, ManifestContent manifest) {
        ImageManifest parsed = parse(manifest);
        if (parsed.isOurs()) {
            Map<Digest, Descriptor> needed = new LinkedHashMap<>();
            parsed.blobs().forEach(blob -> needed.putIfAbsent(blob.digest(), blob));
            return List.copyOf(needed.values());
        }
        boolean complete = kept(reference, manifest)
                .filter(kept -> StoredImages.blobs(local, kept).stream()
                        .allMatch(blob -> blobs.size(blob).isPresent()))
                .isPresent();
        return complete ? List.of() : List.of(ForeignImage.of(image, parsed).layer());
    }

    @Override
    public void put(RepositoryName repository, Reference reference, ManifestContent manifest) {
        ImageManifest parsed = parse(manifest);
        if (parsed.isOurs()) {
            pins.publishing(() -> {
                parsed.blobs().forEach(blob -> requirePresent(blob.digest()));
                keep(reference, KeptForm.of(parsed, manifest.digest()));
                return List.of();
            });
            return;
        }
        Descriptor layer = ForeignImage.of(image, parsed).layer();
        unpacked.add(layer.digest());
        foreign.adopt(
                image,
                local,
                manifest.digest(),
                layer,
                adopted -> keep(reference, KeptForm.of(adopted, manifest.digest())));
    }

    /** Layers that were pulled for what is in them. */
    List<Digest> unpacked() {
        return List.copyOf(unpacked);
    }

    private void keep(Reference reference, StoredManifest kept) {
        manifests.put(local, kept);
        if (reference instanceof Reference.ByTag(var tag)) {
            manifests.tag(local, tag, kept.digest());
        }
    }

    private ImageManifest parse(ManifestContent manifest) {
        return switch (ImageManifests.parse(manifest.bytes())) {
            case Decoded.Valid<ImageManifest>(ImageManifest parsed) -> parsed;
            case Decoded.Invalid<ImageManifest>(String problem) ->
                throw new ImageException.UnusableImage(image, problem);
        };
    }

    private void requirePresent(Digest blob) {
        if (blobs.size(blob).isEmpty()) {
            throw new StoreException.ManifestBlobUnknown(blob);
        }
    }
}
