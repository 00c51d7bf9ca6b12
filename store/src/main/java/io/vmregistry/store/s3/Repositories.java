package io.vmregistry.store.s3;

import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.store.s3.Bucket.Listed;
import java.util.ArrayList;
import java.util.List;

/** A listing of repositories in the order of their names, in as many requests as its page has thousands. */
final class Repositories {

    private Repositories() {}

    /** As many as were asked for unless there are no more: what is listed beside repositories counts for nothing. */
    static List<RepositoryName> after(Bucket bucket, String listing, String last, int limit) {
        List<RepositoryName> found = new ArrayList<>();
        String from = Keys.afterName(listing, last);
        while (found.size() < limit) {
            int wanted = limit - found.size();
            List<Listed> keys = bucket.listUpTo(listing, from, wanted);
            keys.stream()
                    .flatMap(object -> Keys.repositoryOf(listing, object.key()).stream())
                    .filter(repository -> repository.value().compareTo(last) > 0)
                    .forEach(found::add);
            if (keys.size() < wanted) {
                break;
            }
            from = keys.getLast().key();
        }
        return found;
    }
}
