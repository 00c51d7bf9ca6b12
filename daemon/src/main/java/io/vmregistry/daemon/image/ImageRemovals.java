package io.vmregistry.daemon.image;

import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.Reference;
import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.spec.reference.Tag;
import io.vmregistry.store.blob.BlobStore;
import io.vmregistry.store.gc.GarbageCollector;
import io.vmregistry.store.manifest.ManifestStore;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Takes images away: by name, or all that nothing needs. A blob that a machine's disk stands on stays until the machine is
 * gone, and one that a transfer has met stays until the transfer is over.
 */
public final class ImageRemovals {

    private final BlobStore blobs;
    private final ManifestStore manifests;
    private final BlobPins pins;
    private final StoredImages stored;
    private final ImageUse use;
    private final Clock clock;

    ImageRemovals(
            BlobStore blobs, ManifestStore manifests, BlobPins pins, StoredImages stored, ImageUse use, Clock clock) {
        this.blobs = blobs;
        this.manifests = manifests;
        this.pins = pins;
        this.stored = stored;
        this.use = use;
        this.clock = clock;
    }

    /**
     * What a removal did.
     *
     * @param untagged names that went, as a user writes them
     * @param manifests digests of the manifests that went
     * @param blobs digests of the blobs that went
     */
    public record Removed(List<String> untagged, List<Digest> manifests, List<Digest> blobs, long freedBytes) {
        public Removed {
            untagged = List.copyOf(untagged);
            manifests = List.copyOf(manifests);
            blobs = List.copyOf(blobs);
        }
    }

    /**
     * Removes a name, and the image when that was its last one. By digest the image goes with all its names.
     *
     * @param force also when machines were made from it
     * @throws ImageException.ImageUnknown when it is not on this host
     * @throws ImageException.ImageInUse when machines were made from it and this was its last name
     */
    public Removed remove(String reference, boolean force) {
        return pins.removing(() -> {
            StoredImages.Found found = stored.find(LocalName.parse(reference))
                    .orElseThrow(() -> new ImageException.ImageUnknown(reference));
            RepositoryName repository = found.repository();
            Digest digest = found.manifest().digest();
            List<Tag> tags = stored.tagsByManifest(repository).getOrDefault(digest, List.of());
            Optional<Tag> named = LocalName.tag(LocalName.parse(reference)).filter(tags::contains);
            if (named.isPresent() && tags.size() > 1) {
                manifests.untag(repository, named.get());
                return new Removed(List.of(LocalName.display(repository, named.get())), List.of(), List.of(), 0);
            }
            requireUnused(reference, digest, force);
            List<Digest> candidates = StoredImages.blobs(repository, found.manifest());
            manifests.delete(repository, digest);
            return free(
                    tags.stream().map(tag -> LocalName.display(repository, tag)).toList(), digest, candidates);
        });
    }

    private void requireUnused(String reference, Digest digest, boolean force) {
        List<String> machines = use.machinesOf(digest);
        boolean elsewhere = stored.repositories().stream()
                        .filter(repository -> manifests
                                .get(repository, new Reference.ByDigest(digest))
                                .isPresent())
                        .count()
                > 1;
        if (!machines.isEmpty() && !force && !elsewhere) {
            throw new ImageException.ImageInUse(reference, machines);
        }
    }

    private Removed free(List<String> untagged, Digest manifest, List<Digest> candidates) {
        Set<Digest> kept = kept();
        kept.addAll(stored.namedBlobs());
        List<Digest> freed = new ArrayList<>();
        long bytes = 0;
        for (Digest blob : new HashSet<>(candidates)) {
            OptionalLong size = blobs.size(blob);
            if (!kept.contains(blob) && size.isPresent() && blobs.delete(blob)) {
                freed.add(blob);
                bytes += size.getAsLong();
            }
        }
        return new Removed(untagged, List.of(manifest), freed, bytes);
    }

    private Set<Digest> kept() {
        Set<Digest> kept = new HashSet<>(pins.pinned());
        kept.addAll(use.blobsInUse());
        return kept;
    }

    /**
     * Removes manifests that have no name, and blobs that no manifest names. What machines need stays.
     *
     * @param dryRun says what would go and removes nothing; blobs of manifests that would go are not counted then
     */
    public Removed collectGarbage(boolean dryRun) {
        return prune(false, dryRun);
    }

    /**
     * Removes images that no machine needs.
     *
     * @param all also those that have a name
     */
    public Removed prune(boolean all, boolean dryRun) {
        return pins.removing(() -> {
            List<String> names = new ArrayList<>();
            List<Digest> gone = new ArrayList<>();
            for (RepositoryName repository : stored.repositories()) {
                for (Map.Entry<Digest, List<Tag>> image :
                        stored.tagsByManifest(repository).entrySet()) {
                    boolean needed = !all && !image.getValue().isEmpty();
                    if (needed || !use.machinesOf(image.getKey()).isEmpty()) {
                        continue;
                    }
                    image.getValue().forEach(tag -> names.add(LocalName.display(repository, tag)));
                    gone.add(image.getKey());
                    if (!dryRun) {
                        manifests.delete(repository, image.getKey());
                    }
                }
            }
            GarbageCollector.Report report = new GarbageCollector(blobs, manifests, this::kept, clock)
                    .collect(Duration.ZERO, dryRun ? GarbageCollector.Mode.DRY_RUN : GarbageCollector.Mode.SWEEP);
            return new Removed(names, gone, report.freed(), report.bytes());
        });
    }
}
