package io.vmregistry.store.gc;

import io.vmregistry.spec.reference.Digest;
import io.vmregistry.store.blob.BlobStore;
import io.vmregistry.store.blob.BlobStore.AbandonedUpload;
import io.vmregistry.store.gc.GarbageCollector.Mode;
import io.vmregistry.store.gc.GarbageCollector.Roots;
import io.vmregistry.store.gc.GarbageCollector.UnreadableManifestException;
import io.vmregistry.store.manifest.ManifestStore;
import io.vmregistry.store.membership.Membership;
import io.vmregistry.store.referrer.ReferrerIndex;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Everything of a registry's store that nobody needs any more, in one run: abandoned uploads, blobs that nothing names,
 * markers of blobs that are gone or were taken away, entries of manifests that are gone. Others may push, pull and sweep meanwhile.
 */
public final class StoreSweep {

    private final BlobStore blobs;
    private final GarbageCollector collector;
    private final MarkerSweep markers;
    private final ReferrerSweep referrers;
    private final Clock clock;

    public StoreSweep(
            BlobStore blobs, ManifestStore manifests, Membership membership, ReferrerIndex referrers, Clock clock) {
        this.blobs = blobs;
        this.collector = new GarbageCollector(blobs, manifests, Roots.NONE, clock);
        this.markers = new MarkerSweep(blobs, membership, manifests, clock);
        this.referrers = new ReferrerSweep(manifests, referrers, clock);
        this.clock = clock;
    }

    /**
     * How long what looks like garbage is kept, because a push may still be about to need it.
     *
     * @param grace for blobs that nothing names, markers and entries
     * @param uploads for uploads that nobody writes to
     */
    public record Patience(Duration grace, Duration uploads) {
        public Patience {
            if (grace.isNegative() || uploads.isNegative()) {
                throw new IllegalArgumentException("a grace period is not negative: " + grace + ", " + uploads);
            }
        }
    }

    /**
     * What one run freed, or would free.
     *
     * @param uploads abandoned uploads that were found
     * @param uploadBytes what they held; of a sweep, with what killed processes left behind
     * @param named blobs that a manifest names
     * @param blobs freed blobs
     * @param blobBytes what they held
     * @param markers of blobs that are gone or were taken away; of a dry run, fresh ones as well
     * @param referrers entries of manifests that are gone
     */
    public record Report(
            Mode mode,
            int uploads,
            long uploadBytes,
            int named,
            int blobs,
            long blobBytes,
            int markers,
            int referrers,
            Duration took) {

        /** Whether there was nothing to free. */
        public boolean isEmpty() {
            return uploads == 0 && uploadBytes == 0 && blobs == 0 && markers == 0 && referrers == 0;
        }
    }

    /**
     * Runs once.
     *
     * @throws UnreadableManifestException when a manifest cannot be understood; no blob was freed
     */
    public Report run(Patience patience, Mode mode) {
        Instant begun = clock.instant();
        Instant abandonedSince = begun.minus(patience.uploads());
        List<AbandonedUpload> abandoned = blobs.abandonedUploads(abandonedSince);
        long uploadBytes = switch (mode) {
            case DRY_RUN -> abandoned.stream().mapToLong(AbandonedUpload::bytes).sum();
            case SWEEP -> blobs.expireUploads(abandonedSince);
        };
        GarbageCollector.Report freed = collector.collect(patience.grace(), mode);
        Set<Digest> going = mode == Mode.DRY_RUN ? new HashSet<>(freed.freed()) : Set.of();
        int markersGone = markers.sweep(patience.grace(), mode, going);
        int referrersGone = referrers.sweep(patience.grace(), mode);
        return new Report(
                mode,
                abandoned.size(),
                uploadBytes,
                freed.marked(),
                freed.freed().size(),
                freed.bytes(),
                markersGone,
                referrersGone,
                Duration.between(begun, clock.instant()));
    }
}
