package io.vmregistry.auth.api;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vmregistry.auth.token.Sessions;
import io.vmregistry.auth.token.Sessions.Outcome;
import io.vmregistry.auth.token.Sessions.Session;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** Login, refresh, logout. */
@Path("/v1")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class SessionResource {

    private final Sessions sessions;

    SessionResource(Sessions sessions) {
        this.sessions = sessions;
    }

    @POST
    @Path("/login")
    public Response login(@Nullable CredentialsBody body) {
        CredentialsBody credentials = Fields.body(body);
        return answer(sessions.login(credentials.requiredUsername(), credentials.requiredPassword()));
    }

    @POST
    @Path("/refresh")
    public Response refresh(@Nullable RefreshBody body) {
        return answer(sessions.refresh(Fields.body(body).requiredToken()));
    }

    @POST
    @Path("/logout")
    public Response logout(@Nullable RefreshBody body) {
        sessions.logout(Fields.body(body).requiredToken());
        return Response.noContent().build();
    }

    private static Response answer(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Opened(Session session) ->
                Response.ok(SessionBody.of(session))
                        .header(HttpHeaders.CACHE_CONTROL, "no-store")
                        .build();
            case Outcome.BadCredentials() -> throw Refusal.badCredentials();
            case Outcome.BadRefreshToken() ->
                throw Refusal.unauthorized("The refresh token is unknown, expired or revoked. Log in again.");
            case Outcome.Reused() ->
                throw Refusal.unauthorized(
                        "The refresh token was used before, so every token of that login was revoked. Log in again.");
        };
    }
}
