package io.vmregistry.store.gc;

import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.Reference;
import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.store.blob.BlobStore;
import io.vmregistry.store.blob.BlobStore.StoredBlob;
import io.vmregistry.store.manifest.ManifestReferences;
import io.vmregistry.store.manifest.ManifestStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Mark and sweep while others push and pull. Marked is what a manifest names and what {@link Roots} pin; swept is what is
 * neither marked nor was committed or leased within the grace period before the mark began, re-checked under the blob's
 * lock.
 *
 * <p>Why no push is lost: whoever puts a manifest leases its blobs first. If that lease is younger than the grace period
 * the sweep sees it; if it is older, the manifest was there before the mark began and was marked. So the grace period has
 * to exceed the time between committing or leasing a blob and putting the manifest that names it, and the difference
 * between the clocks of the machines that share a store. It needs no other coordination.
 */
public final class GarbageCollector {

    private static final int PAGE = 1_000;

    private final BlobStore blobs;
    private final ManifestStore manifests;
    private final Roots roots;
    private final Clock clock;

    public GarbageCollector(BlobStore blobs, ManifestStore manifests, Roots roots, Clock clock) {
        this.blobs = blobs;
        this.manifests = manifests;
        this.roots = roots;
        this.clock = clock;
    }

    /** Blobs in use that no manifest has to name, as the disk under a running machine. Asked once per run. */
    @FunctionalInterface
    public interface Roots {
        /** No blob is in use beyond the manifests. */
        Roots NONE = Set::of;

        Set<Digest> pinned();
    }

    /** Whether to free what was found. */
    public enum Mode {
        SWEEP,
        DRY_RUN
    }

    /**
     * What one run freed, or would free.
     *
     * @param marked blobs that are named or pinned
     * @param bytes sum of the freed blobs' sizes
     */
    public record Report(Mode mode, int marked, List<Digest> freed, long bytes) {
        public Report {
            freed = List.copyOf(freed);
        }
    }

    /**
     * Runs once.
     *
     * @param grace how long a committed or leased blob is kept although nothing names it
     * @throws UnreadableManifestException when a manifest cannot be understood; nothing was freed
     */
    public Report collect(Duration grace, Mode mode) {
        Instant idleSince = clock.instant().minus(grace);
        Set<Digest> marked = mark();
        List<Digest> freed = new ArrayList<>();
        long bytes = 0;
        try (Stream<StoredBlob> all = blobs.list()) {
            for (StoredBlob blob : (Iterable<StoredBlob>) all::iterator) {
                if (!marked.contains(blob.digest())
                        && blob.committed().isBefore(idleSince)
                        && (mode == Mode.DRY_RUN || blobs.deleteIfIdle(blob.digest(), idleSince))) {
                    freed.add(blob.digest());
                    bytes += blob.size();
                }
            }
        }
        return new Report(mode, marked.size(), freed, bytes);
    }

    private Set<Digest> mark() {
        Set<Digest> marked = new HashSet<>(roots.pinned());
        String last = "";
        List<RepositoryName> page;
        do {
            page = manifests.repositories(last, PAGE);
            for (RepositoryName repository : page) {
                mark(repository, marked);
                last = repository.value();
            }
        } while (page.size() == PAGE);
        return marked;
    }

    private void mark(RepositoryName repository, Set<Digest> marked) {
        for (Digest digest : manifests.manifests(repository)) {
            manifests.get(repository, new Reference.ByDigest(digest)).ifPresent(manifest -> {
                ManifestReferences named = ManifestReferences.of(manifest)
                        .orElseThrow(() -> new UnreadableManifestException(repository, digest));
                named.blobs().forEach(blob -> marked.add(blob.digest()));
            });
        }
    }

    /** A manifest in the store is none. What it names is not known, so nothing may be freed until it is deleted. */
    public static final class UnreadableManifestException extends RuntimeException {
        UnreadableManifestException(RepositoryName repository, Digest digest) {
            super("Tried to collect garbage but failed because manifest " + repository + "@" + digest
                    + " cannot be read as JSON with valid descriptors. Delete it, then run it again.");
        }
    }
}
