package io.vmregistry.store.membership;

import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.RepositoryName;
import java.time.Instant;
import java.util.List;

/**
 * Which repository may read which blob. Blobs are stored once for all; without this one readable repository would read
 * every blob by its digest. A marker says nothing about whether the blob is there.
 *
 * <p>Every method may be called from any thread, and can throw
 * {@link io.vmregistry.store.StoreException.StoreUnavailable}. What returned survives the loss of the process and of the
 * machine's power.
 */
public interface Membership {

    /** Makes the blob one of the repository's. Repeating it makes the marker fresh again and changes nothing else. */
    void link(RepositoryName repository, Digest blob);

    boolean isMember(RepositoryName repository, Digest blob);

    /** Takes the blob away from the repository, leaving its bytes; false when it was none of the repository's. */
    boolean unlink(RepositoryName repository, Digest blob);

    /** As {@link #unlink}, unless it was linked since the given time. A simultaneous {@link #link} wins. */
    boolean unlinkIfIdle(RepositoryName repository, Digest blob, Instant idleSince);

    /** Every blob of the repository, in no order. */
    List<Digest> members(RepositoryName repository);

    /** At most {@code limit} repositories that have a blob, after {@code last} in lexical order. */
    List<RepositoryName> repositories(String last, int limit);
}
