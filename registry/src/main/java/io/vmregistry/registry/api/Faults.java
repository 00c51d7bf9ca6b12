package io.vmregistry.registry.api;

import io.vmregistry.registry.content.ContentException;
import io.vmregistry.store.StoreException;
import java.time.Duration;

/** The one place that knows how a fault becomes a status. */
final class Faults {

    /** When who has what is wanted is about to let go of it. */
    static final Duration SOON = Duration.ofSeconds(1);

    /** When something has to recover. */
    static final Duration LATER = Duration.ofSeconds(5);

    private Faults() {}

    static ApiError of(RuntimeException fault) {
        return switch (fault) {
            case ApiException decided -> decided.error();
            case StoreException store -> of(store);
            case ContentException content -> of(content);
            default -> unexpected();
        };
    }

    /** What the program was not made for. The error names the request, as the log does. */
    static ApiError unexpected() {
        return ApiError.of(
                500, ErrorCode.INTERNAL, "an unexpected fault; the server's log has it under this request's id");
    }

    private static ApiError of(StoreException fault) {
        String message = String.valueOf(fault.getMessage());
        return switch (fault) {
            case StoreException.BlobUnknown _ -> ApiError.of(404, ErrorCode.BLOB_UNKNOWN, message);
            case StoreException.ManifestUnknown _ -> ApiError.of(404, ErrorCode.MANIFEST_UNKNOWN, message);
            case StoreException.ManifestBlobUnknown _ -> ApiError.of(400, ErrorCode.MANIFEST_BLOB_UNKNOWN, message);
            case StoreException.UploadUnknown _ -> ApiError.of(404, ErrorCode.BLOB_UPLOAD_UNKNOWN, message);
            case StoreException.UploadBusy _ -> ApiError.unavailable(message, SOON);
            case StoreException.DigestMismatch _ -> ApiError.of(400, ErrorCode.DIGEST_INVALID, message);
            case StoreException.OffsetMismatch e ->
                new ApiError(416, ErrorCode.BLOB_UPLOAD_INVALID, message, UploadProgress.headers(e.expected()));
            case StoreException.StoreFull _ ->
                ApiError.of(
                        507, ErrorCode.STORE_FULL, "the registry's storage is full; its operator has to free space");
            case StoreException.StoreUnavailable _ ->
                ApiError.unavailable("the registry's storage failed; try again later", LATER);
        };
    }

    private static ApiError of(ContentException fault) {
        String message = String.valueOf(fault.getMessage());
        return switch (fault) {
            case ContentException.ManifestInvalid _ -> ApiError.of(400, ErrorCode.MANIFEST_INVALID, message);
            case ContentException.ReferenceUnknown _ -> ApiError.of(400, ErrorCode.MANIFEST_BLOB_UNKNOWN, message);
            case ContentException.BlobInUse _ -> ApiError.of(409, ErrorCode.BLOB_IN_USE, message);
        };
    }

    /** Whether the operator has to hear of it; what a client did wrong is the client's to know. */
    static boolean isOurs(ApiError error) {
        return error.status() >= 500;
    }

    /**
     * Whether the message says all that there is to know: a refusal that was decided on, not something that broke.
     * Where in the program that was helps nobody, least of all many times a second when there is too much to do.
     */
    static boolean isDecided(RuntimeException fault) {
        return fault instanceof ApiException || fault instanceof StoreException.UploadBusy;
    }
}
