package io.vmregistry.store.gc;

import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.store.blob.BlobStore;
import io.vmregistry.store.gc.GarbageCollector.Mode;
import io.vmregistry.store.membership.Membership;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Removes the membership markers of blobs that are gone. A blob that comes back is linked anew, which a sweep respects. */
public final class MarkerSweep {

    private static final int PAGE = 1_000;

    private final BlobStore blobs;
    private final Membership membership;
    private final Clock clock;

    public MarkerSweep(BlobStore blobs, Membership membership, Clock clock) {
        this.blobs = blobs;
        this.membership = membership;
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
                for (Digest blob : membership.members(repository)) {
                    boolean gone = going.contains(blob) || blobs.size(blob).isEmpty();
                    if (gone && (mode == Mode.DRY_RUN || membership.unlinkIfIdle(repository, blob, idleSince))) {
                        removed++;
                    }
                }
                last = repository.value();
            }
        } while (page.size() == PAGE);
        return removed;
    }
}
