package io.vmregistry.store.referrer;

import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.RepositoryName;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which manifests of a repository name a manifest as their {@code subject}. An entry says nothing about whether either of
 * the two is there: the subject may be pushed later or never, and who reads looks the referrer up and passes over one that
 * is gone. So an entry is written before its manifest and removed after it, and a crash leaves an entry too many, never
 * one too few.
 *
 * <p>Every method may be called from any thread, and can throw
 * {@link io.vmregistry.store.StoreException.StoreUnavailable}. What returned survives the loss of the process and of the
 * machine's power.
 */
public interface ReferrerIndex {

    /** An entry, and when it was last linked. */
    record Entry(RepositoryName repository, Digest subject, Digest referrer, Instant linked) {}

    /** Records that {@code referrer} names {@code subject}. Repeating it makes the entry fresh and changes nothing else. */
    void link(RepositoryName repository, Digest subject, Digest referrer);

    /**
     * Takes the entry back, unless it was linked since the given time. Whoever links it meanwhile links it once more later.
     *
     * @return false when nothing was changed
     */
    boolean unlinkIfIdle(RepositoryName repository, Digest subject, Digest referrer, Instant idleSince);

    /** Every entry of every repository, in no order. Close the stream. */
    Stream<Entry> list();

    /**
     * At most {@code limit} referrers of a subject after {@code last}, in the lexical order of their text; from the first
     * when {@code last} is empty.
     */
    List<Digest> referrers(RepositoryName repository, Digest subject, String last, int limit);
}
