package io.vmregistry.registry.api.v1;

import io.vmregistry.registry.api.ApiError;
import io.vmregistry.registry.api.ErrorCode;
import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.Reference;
import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.store.blob.UploadId;
import java.util.List;

/** What a /v1 path names. */
sealed interface Route {

    record Catalog() implements Route {}

    record Tags(RepositoryName repository) implements Route {}

    record Blob(RepositoryName repository, Digest digest) implements Route {}

    record Uploads(RepositoryName repository) implements Route {}

    record UploadSession(RepositoryName repository, UploadId id) implements Route {}

    record Manifest(RepositoryName repository, Reference reference) implements Route {}

    /** Nothing; the error says why. */
    record Nowhere(ApiError error) implements Route {}

    /** The methods that it has, in the order of an {@code Allow} header. */
    default List<String> methods() {
        return switch (this) {
            case Catalog _ -> List.of("GET");
            case Tags _ -> List.of("GET");
            case Blob _ -> List.of("HEAD", "GET", "PUT", "DELETE");
            case Uploads _ -> List.of("POST");
            case UploadSession _ -> List.of("PATCH", "PUT", "GET", "DELETE");
            case Manifest _ -> List.of("HEAD", "GET", "PUT", "DELETE");
            case Nowhere _ -> List.of();
        };
    }

    static Route nowhere(int status, ErrorCode code, String message) {
        return new Nowhere(ApiError.of(status, code, message));
    }
}
