package io.vmregistry.store.gc;

import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.store.blob.BlobStore;
import io.vmregistry.store.membership.Membership;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

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

    /** Returns how many markers it removed. */
    public int sweep(Duration grace) {
        Instant idleSince = clock.instant().minus(grace);
        int removed = 0;
        String last = "";
        List<RepositoryName> page;
        do {
            page = membership.repositories(last, PAGE);
            for (RepositoryName repository : page) {
                removed += sweep(repository, idleSince);
                last = repository.value();
            }
        } while (page.size() == PAGE);
        return removed;
    }

    private int sweep(RepositoryName repository, Instant idleSince) {
        int removed = 0;
        for (Digest blob : membership.members(repository)) {
            if (blobs.size(blob).isEmpty() && membership.unlinkIfIdle(repository, blob, idleSince)) {
                removed++;
            }
        }
        return removed;
    }
}
