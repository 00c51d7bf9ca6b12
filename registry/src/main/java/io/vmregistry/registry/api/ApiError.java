package io.vmregistry.registry.api;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;

/**
 * An error as a client sees it: a status, the OCI error JSON, and the headers that belong to it.
 *
 * @param headers as {@code WWW-Authenticate} or {@code Retry-After}
 */
public record ApiError(int status, ErrorCode code, String message, Map<String, String> headers) {

    public ApiError {
        headers = Map.copyOf(headers);
    }

    public static ApiError of(int status, ErrorCode code, String message) {
        return new ApiError(status, code, message, Map.of());
    }

    /** What may succeed in a moment: 503, and when to come again. */
    public static ApiError unavailable(String message, Duration after) {
        return new ApiError(
                503, ErrorCode.UNAVAILABLE, message, Map.of("Retry-After", Long.toString(after.toSeconds())));
    }

    JsonObject toJson(String requestId) {
        JsonObject error = new JsonObject()
                .put("code", code.name())
                .put("message", message)
                .put("detail", new JsonObject().put("request", requestId));
        return new JsonObject().put("errors", new JsonArray().add(error));
    }
}
