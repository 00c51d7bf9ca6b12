package io.vmregistry.client.transfer;

import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.RepositoryName;
import java.util.Optional;

/** Where else at the same registry a blob is likely to be. A wrong answer costs one request. */
@FunctionalInterface
public interface BlobOrigins {

    /** Another repository than the one that is pushed to. */
    Optional<RepositoryName> find(RepositoryName repository, Digest digest);

    static BlobOrigins unknown() {
        return (repository, digest) -> Optional.empty();
    }
}
