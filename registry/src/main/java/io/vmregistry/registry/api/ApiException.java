package io.vmregistry.registry.api;

/** Ends a request with an error that was decided at the edge. */
public final class ApiException extends RuntimeException {

    private final transient ApiError error;

    public ApiException(ApiError error) {
        super(error.message());
        this.error = error;
    }

    public ApiException(int status, ErrorCode code, String message) {
        this(ApiError.of(status, code, message));
    }

    public ApiError error() {
        return error;
    }
}
