package io.vmregistry.store.gc;

import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.store.blob.BlobStore;
import io.vmregistry.store.gc.GarbageCollector.Mode;
import io.vmregistry.store.manifest.ManifestStore;
import io.vmregistry.store.manifest.RememberedReferences;
import io.vmregistry.store.membership.Membership;
import io.vmregistry.store.membership.Membership.Marker;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * Removes the membership markers of blobs that are gone, and of those that were taken away. A blob that comes back is linked anew,
 * which a sweep respects. One that was taken away while its manifest was put, by a process that died before it saw that, becomes a
 * member again.
 */
public final class MarkerSweep {

    private static final int PAGE = 1_000;

    private final BlobStore blobs;
    private final Membership membership;
    private final RememberedReferences references;
    private final Clock clock;

    public MarkerSweep(BlobStore blobs, Membership membership, ManifestStore manifests, Clock clock) {
        this.blobs = blobs;
        this.membership = membership;
        this.references = new RememberedReferences(manifests);
        this.clock = clock;
    }

    /**
     * Removes markers, or counts them. How fresh a marker is only its removal finds out, so a dry run counts those as well
     * that were linked within the grace period.
     *
     * @param going blobs that a dry run takes for gone
     */
    public int sweep(Duration grace, Mode mode, Set<Digest> going) {
        Instant idleSince = clock.instant().minus(grace);
        int removed = 0;
        String last = "";
        List<RepositoryName> page;
        do {
            page = membership.repositories(last, PAGE);
            for (RepositoryName repository : page) {
                removed += sweep(repository, idleSince, mode, going);
                last = repository.value();
            }
        } while (page.size() == PAGE);
        return removed;
    }

    private int sweep(RepositoryName repository, Instant idleSince, Mode mode, Set<Digest> going) {
        int removed = 0;
        for (Marker marker : membership.markers(repository)) {
            Digest blob = marker.blob();
            boolean superfluous = going.contains(blob)
                    || blobs.size(blob).isEmpty()
                    || (marker.takenAway() && !isBroughtBack(repository, blob, mode));
            if (superfluous && (mode == Mode.DRY_RUN || membership.unlinkIfIdle(repository, blob, idleSince))) {
                removed++;
            }
        }
        return removed;
    }

    /** A blob that a manifest names is a member, and of a sweep becomes one. */
    private boolean isBroughtBack(RepositoryName repository, Digest blob, Mode mode) {
        boolean named = references.namer(repository, blob).isPresent();
        if (named && mode == Mode.SWEEP) {
            membership.link(repository, blob);
        }
        return named;
    }
}
