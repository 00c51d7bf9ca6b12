package io.vmregistry.auth.api;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.StatusType;
import java.util.List;

/** The body of every error: {@code {"errors":[{"code":"…","message":"…"}]}}, as the registry has it. */
record ErrorBody(List<Entry> errors) {

    record Entry(String code, String message) {}

    static Response.ResponseBuilder response(StatusType status, String code, String message) {
        return Response.status(status.getStatusCode())
                .type(MediaType.APPLICATION_JSON_TYPE)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .entity(new ErrorBody(List.of(new Entry(code, message))));
    }
}
