package io.vmregistry.registry.api.route;

import io.vmregistry.registry.api.ApiError;
import io.vmregistry.registry.api.ErrorCode;
import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.Reference;
import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.store.blob.UploadId;

/** What a path names. */
public sealed interface Route {

    /** The API itself. */
    record Base() implements Route {}

    record Catalog() implements Route {}

    record Tags(RepositoryName repository) implements Route {}

    record Blob(RepositoryName repository, Digest digest) implements Route {}

    record Uploads(RepositoryName repository) implements Route {}

    record UploadSession(RepositoryName repository, UploadId id) implements Route {}

    record Manifest(RepositoryName repository, Reference reference) implements Route {}

    record Referrers(RepositoryName repository, Digest subject) implements Route {}

    /** Nothing; the error says why. */
    record Nowhere(ApiError error) implements Route {}

    static Route nowhere(int status, ErrorCode code, String message) {
        return new Nowhere(ApiError.of(status, code, message));
    }
}
