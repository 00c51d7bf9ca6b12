package io.vmregistry.auth.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.vmregistry.auth.account.TooBusyException;
import io.vmregistry.auth.database.DatabaseUnavailableException;
import io.vmregistry.auth.throttle.ThrottledException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** The one place that knows how a fault becomes a status. */
final class Faults {

    private static final Logger LOG = Logger.getLogger(Faults.class);
    private static final String RETRY_SECONDS = "2";

    @ServerExceptionMapper
    Response refusal(Refusal fault) {
        Response.ResponseBuilder response = ErrorBody.response(fault.status(), fault.code(), fault.text());
        if (fault.status() == Status.UNAUTHORIZED) {
            response.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"vm-registry-auth\"");
        }
        return response.build();
    }

    @ServerExceptionMapper
    Response databaseIsAway(DatabaseUnavailableException fault) {
        LOG.warnf("%s (%s)", fault.getMessage(), deepest(fault));
        return unavailable("DATABASE_UNAVAILABLE", String.valueOf(fault.getMessage()));
    }

    @ServerExceptionMapper
    Response tooBusy(TooBusyException fault) {
        return unavailable("BUSY", String.valueOf(fault.getMessage()));
    }

    @ServerExceptionMapper
    Response throttled(ThrottledException fault) {
        long seconds = fault.retryAfter().plusMillis(999).toSeconds();
        return ErrorBody.response(Status.TOO_MANY_REQUESTS, "TOOMANYREQUESTS", String.valueOf(fault.getMessage()))
                .header(HttpHeaders.RETRY_AFTER, Long.toString(seconds))
                .build();
    }

    @ServerExceptionMapper
    Response badJson(MismatchedInputException fault) {
        return unreadable();
    }

    @ServerExceptionMapper
    Response byTheFramework(WebApplicationException fault) {
        Response given = fault.getResponse();
        if (fault.getCause() instanceof JsonProcessingException) {
            return unreadable();
        }
        Status status = Status.fromStatusCode(given.getStatus());
        if (status == null || given.getStatus() < Status.BAD_REQUEST.getStatusCode()) {
            return given;
        }
        Response.ResponseBuilder response = ErrorBody.response(status, status.name(), status.getReasonPhrase() + ".");
        given.getHeaders().forEach((name, values) -> {
            if (name.equalsIgnoreCase(HttpHeaders.ALLOW)) {
                values.forEach(value -> response.header(name, value));
            }
        });
        return response.build();
    }

    @ServerExceptionMapper
    Response unexpected(RuntimeException fault) {
        String reference = UUID.randomUUID().toString();
        LOG.errorf(fault, "A request failed unexpectedly (reference %s)", reference);
        return ErrorBody.response(
                        Status.INTERNAL_SERVER_ERROR,
                        "INTERNAL_ERROR",
                        "The server failed. Its log has the details under reference " + reference + ".")
                .build();
    }

    private static Response unavailable(String code, String message) {
        return ErrorBody.response(Status.SERVICE_UNAVAILABLE, code, message)
                .header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS)
                .build();
    }

    private static Response unreadable() {
        return ErrorBody.response(
                        Status.BAD_REQUEST, "INVALID_REQUEST", "The body is not the JSON object that this route takes.")
                .build();
    }

    private static Throwable deepest(Throwable fault) {
        Throwable deepest = fault;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return deepest;
    }
}
