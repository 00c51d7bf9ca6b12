package io.vmregistry.store.s3;

import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.store.referrer.ReferrerIndex;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * Entries as objects
 * {@code manifests/<repository>/_referrers/<algorithm>/<hex of the subject>/<algorithm>/<hex of the referrer>}. The object
 * store's time of the last write is that of the last link.
 */
final class S3ReferrerIndex implements ReferrerIndex {

    private final Bucket bucket;

    S3ReferrerIndex(Bucket bucket) {
        this.bucket = bucket;
    }

    @Override
    public void link(RepositoryName repository, Digest subject, Digest referrer) {
        bucket.mark(Keys.referrer(repository, subject, referrer));
    }

    @Override
    public boolean unlinkIfIdle(RepositoryName repository, Digest subject, Digest referrer, Instant idleSince) {
        String entry = Keys.referrer(repository, subject, referrer);
        boolean idle = bucket.head(entry)
                .filter(found -> found.modified().isBefore(idleSince))
                .isPresent();
        if (idle) {
            bucket.delete(entry);
        }
        return idle;
    }

    /** Walks all that is below the repositories' manifests: an entry can outlive everything else of its repository. */
    @Override
    public Stream<Entry> list() {
        return bucket.all(Keys.MANIFESTS)
                .flatMap(object -> Keys.referrerEntry(object.key(), object.modified()).stream());
    }

    @Override
    public List<Digest> referrers(RepositoryName repository, Digest subject, String last, int limit) {
        String prefix = Keys.referrers(repository, subject);
        return bucket.listUpTo(prefix, Keys.afterReferrer(repository, subject, last), limit).stream()
                .flatMap(object -> Keys.digest(object.key().substring(prefix.length())).stream())
                .filter(referrer -> referrer.toString().compareTo(last) > 0)
                .toList();
    }
}
