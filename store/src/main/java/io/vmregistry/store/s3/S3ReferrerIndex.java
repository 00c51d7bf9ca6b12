package io.vmregistry.store.s3;

import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.store.referrer.ReferrerIndex;
import java.util.List;

/**
 * Entries as objects
 * {@code manifests/<repository>/_referrers/<algorithm>/<hex of the subject>/<algorithm>/<hex of the referrer>}.
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
    public boolean unlink(RepositoryName repository, Digest subject, Digest referrer) {
        String entry = Keys.referrer(repository, subject, referrer);
        if (!bucket.exists(entry)) {
            return false;
        }
        bucket.delete(entry);
        return true;
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
