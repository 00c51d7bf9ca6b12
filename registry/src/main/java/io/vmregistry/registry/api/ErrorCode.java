package io.vmregistry.registry.api;

/** Codes of the error JSON. The OCI distribution specification ("Error Codes") defines those that it has. */
public enum ErrorCode {
    BLOB_UNKNOWN,
    BLOB_IN_USE,
    BLOB_UPLOAD_INVALID,
    BLOB_UPLOAD_UNKNOWN,
    DIGEST_INVALID,
    GC_RUNNING,
    MANIFEST_BLOB_UNKNOWN,
    MANIFEST_INVALID,
    MANIFEST_UNKNOWN,
    NAME_INVALID,
    NAME_UNKNOWN,
    PAGINATION_NUMBER_INVALID,
    QUERY_INVALID,
    RANGE_INVALID,
    SIZE_INVALID,
    UNAUTHORIZED,
    UNSUPPORTED,
    STORE_FULL,
    UNAVAILABLE,
    INTERNAL
}
