package io.vmregistry.auth.api;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.util.List;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Of two {@code Authorization} headers neither is taken: a proxy may have looked at the other one. */
final class OneAuthorization {

    @ServerRequestFilter(preMatching = true)
    Optional<Response> refuseTwo(ContainerRequestContext request) {
        List<String> given = request.getHeaders().getOrDefault(HttpHeaders.AUTHORIZATION, List.of());
        return given.size() > 1
                ? Optional.of(ErrorBody.response(
                                Status.BAD_REQUEST,
                                "INVALID_REQUEST",
                                "The request has several Authorization headers; send one.")
                        .build())
                : Optional.empty();
    }
}
