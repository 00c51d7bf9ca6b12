package io.vmregistry.store.s3;

import io.vmregistry.spec.reference.RepositoryName;
import java.util.List;

/** A listing of repositories in the order of their names, in as many requests as its page has thousands. */
final class Repositories {

    private Repositories() {}

    static List<RepositoryName> after(Bucket bucket, String listing, String last, int limit) {
        return bucket.listUpTo(listing, Keys.afterName(listing, last), limit).stream()
                .flatMap(object -> Keys.repositoryOf(listing, object.key()).stream())
                .filter(repository -> repository.value().compareTo(last) > 0)
                .toList();
    }
}
