package io.vmregistry.registry.observation;

import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.store.referrer.ReferrerIndex;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** An index of referrers whose calls are timed. */
public record ObservedReferrerIndex(ReferrerIndex index, StorageObserver observer) implements ReferrerIndex {

    @Override
    public void link(RepositoryName repository, Digest subject, Digest referrer) {
        observer.observe("referrer.link", () -> index.link(repository, subject, referrer));
    }

    @Override
    public boolean unlinkIfIdle(RepositoryName repository, Digest subject, Digest referrer, Instant idleSince) {
        return observer.observe(
                "referrer.unlink-if-idle", () -> index.unlinkIfIdle(repository, subject, referrer, idleSince));
    }

    @Override
    public Stream<Entry> list() {
        return observer.observe("referrer.list", index::list);
    }

    @Override
    public List<Digest> referrers(RepositoryName repository, Digest subject, String last, int limit) {
        return observer.observe("referrer.page", () -> index.referrers(repository, subject, last, limit));
    }
}
