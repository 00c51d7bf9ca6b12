package io.vmregistry.store.membership;

import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.RepositoryName;
import java.time.Instant;
import java.util.List;

/**
 * Which repository may read which blob. Blobs are stored once for all; without this one readable repository would read
 * every blob by its digest. A marker says nothing about whether the blob is there.
 *
 * <p>A blob is taken away between two looks at the repository's manifests, and a process may die before the second one. So the
 * marker stays and says so: whoever finds it has to look whether a manifest names the blob after all.
 *
 * <p>Every method may be called from any thread, and can throw
 * {@link io.vmregistry.store.StoreException.StoreUnavailable}. What returned survives the loss of the process and of the
 * machine's power.
 */
public interface Membership {

    /** How a blob stands to a repository. */
    enum Standing {
        STRANGER,
        MEMBER,
        /** It was a member, and is one still if a manifest of the repository names it. */
        TAKEN_AWAY
    }

    /** What a repository has of a blob that is no {@link Standing#STRANGER} to it. */
    record Marker(Digest blob, boolean takenAway) {}

    /** Makes the blob a member, whatever it was. Repeating it makes the marker fresh again and changes nothing else. */
    void link(RepositoryName repository, Digest blob);

    Standing standing(RepositoryName repository, Digest blob);

    /** Takes the blob away from the repository, leaving its bytes and a fresh marker; false when it was no member. */
    boolean takeAway(RepositoryName repository, Digest blob);

    /**
     * Makes the blob a stranger, unless its marker was made fresh since the given time. A simultaneous {@link #link} wins.
     *
     * @return false when nothing was changed
     */
    boolean unlinkIfIdle(RepositoryName repository, Digest blob, Instant idleSince);

    /** Every marker of the repository, in no order. */
    List<Marker> markers(RepositoryName repository);

    default boolean isMember(RepositoryName repository, Digest blob) {
        return standing(repository, blob) == Standing.MEMBER;
    }

    /** At most {@code limit} repositories that have a blob, after {@code last} in lexical order. */
    List<RepositoryName> repositories(String last, int limit);
}
