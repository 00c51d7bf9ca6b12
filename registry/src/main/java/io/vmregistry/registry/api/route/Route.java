package io.vmregistry.registry.api.route;

import io.vmregistry.registry.api.ApiError;
import io.vmregistry.registry.api.ErrorCode;
import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.Reference;
import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.store.blob.UploadId;
import java.util.Optional;

/** What a path names. */
public sealed interface Route {

    /** The repository that it is about. */
    default Optional<RepositoryName> about() {
        return switch (this) {
            case Tags(RepositoryName repository) -> Optional.of(repository);
            case Blob(RepositoryName repository, Digest _) -> Optional.of(repository);
            case Uploads(RepositoryName repository) -> Optional.of(repository);
            case UploadSession(RepositoryName repository, UploadId _) -> Optional.of(repository);
            case Manifest(RepositoryName repository, Reference _) -> Optional.of(repository);
            case Referrers(RepositoryName repository, Digest _) -> Optional.of(repository);
            case Base _, Catalog _, Collection _, Nowhere _ -> Optional.empty();
        };
    }

    /** The API itself. */
    record Base() implements Route {}

    record Catalog() implements Route {}

    record Tags(RepositoryName repository) implements Route {}

    record Blob(RepositoryName repository, Digest digest) implements Route {}

    record Uploads(RepositoryName repository) implements Route {}

    record UploadSession(RepositoryName repository, UploadId id) implements Route {}

    record Manifest(RepositoryName repository, Reference reference) implements Route {}

    record Referrers(RepositoryName repository, Digest subject) implements Route {}

    /** Garbage collection, which is asked for by who runs the registry. */
    record Collection() implements Route {}

    /** Nothing; the error says why. */
    record Nowhere(ApiError error) implements Route {}

    static Route nowhere(int status, ErrorCode code, String message) {
        return new Nowhere(ApiError.of(status, code, message));
    }
}
