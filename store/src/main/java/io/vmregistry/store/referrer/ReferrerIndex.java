package io.vmregistry.store.referrer;

import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.RepositoryName;
import java.util.List;

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

    /** Records that {@code referrer} names {@code subject}. Repeating it changes nothing. */
    void link(RepositoryName repository, Digest subject, Digest referrer);

    /** Takes the entry back; false when there was none. */
    boolean unlink(RepositoryName repository, Digest subject, Digest referrer);

    /**
     * At most {@code limit} referrers of a subject after {@code last}, in the lexical order of their text; from the first
     * when {@code last} is empty.
     */
    List<Digest> referrers(RepositoryName repository, Digest subject, String last, int limit);
}
