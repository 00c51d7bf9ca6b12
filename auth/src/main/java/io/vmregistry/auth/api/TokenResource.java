package io.vmregistry.auth.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vmregistry.auth.acl.GrantedAccess;
import io.vmregistry.auth.acl.RequestedAccess;
import io.vmregistry.auth.token.RefreshToken;
import io.vmregistry.auth.token.TokenService;
import io.vmregistry.auth.token.TokenService.Credentials;
import io.vmregistry.auth.token.TokenService.Issued;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/**
 * The token endpoint of the Docker token specification: GET with Basic credentials or none, POST as an OAuth2 grant.
 * {@code service}, {@code account} and {@code client_id} are accepted and decide nothing: every token has this server's
 * audience, and who asks is decided by the credentials.
 */
@Path("/token")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class TokenResource {

    private static final String SCHEME = "Basic ";

    /** A token has to fit into the header that registries take. */
    private static final int MAX_SCOPES = 64;

    private final TokenService tokens;

    TokenResource(TokenService tokens) {
        this.tokens = tokens;
    }

    /** The answer. Both names of the token are there because old clients know only the first. */
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record TokenBody(
            String token,
            String accessToken,
            String tokenType,
            long expiresIn,
            String issuedAt,
            String scope,
            @Nullable String refreshToken) {
        @Override
        public String toString() {
            return "TokenBody[…]";
        }
    }

    @GET
    public Response byBasic(
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
            @RestQuery List<String> scope,
            @RestQuery("offline_token") @Nullable String offlineToken) {
        Credentials credentials = authorization == null ? new Credentials.None() : basic(authorization);
        boolean offline = "true".equalsIgnoreCase(offlineToken) || "1".equals(offlineToken);
        return answer(credentials, scope, offline);
    }

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response byGrant(
            @RestForm("grant_type") @Nullable String grantType,
            @RestForm @Nullable String username,
            @RestForm @Nullable String password,
            @RestForm("refresh_token") @Nullable String refreshToken,
            @RestForm("access_type") @Nullable String accessType,
            @RestForm List<String> scope) {
        Credentials credentials = switch (Fields.required("grant_type", grantType)) {
            case "password" ->
                new Credentials.UsernamePassword(
                        Fields.required("username", username), Fields.required("password", password));
            case "refresh_token" -> new Credentials.Refresh(Fields.required("refresh_token", refreshToken));
            default ->
                throw Refusal.invalid(
                        "UNSUPPORTED_GRANT_TYPE",
                        "The grant_type is unknown: \"password\" and \"refresh_token\" are understood.");
        };
        return answer(credentials, scope, "offline".equals(accessType));
    }

    private Response answer(Credentials credentials, List<String> scopes, boolean offline) {
        List<RequestedAccess> requested = RequestedAccess.parseAll(scopes);
        if (requested.size() > MAX_SCOPES) {
            throw Refusal.invalid(
                    "TOO_MANY_SCOPES",
                    "The request names %d scopes; a token holds %d. Ask for several tokens."
                            .formatted(requested.size(), MAX_SCOPES));
        }
        return tokens.issue(credentials, requested, offline)
                .map(issued -> Response.ok(bodyOf(issued))
                        .header(HttpHeaders.CACHE_CONTROL, "no-store")
                        .build())
                .orElseThrow(() -> credentials instanceof Credentials.Refresh
                        ? Refusal.unauthorized(
                                "The refresh token is unknown, expired, revoked or was exchanged. Log in again.")
                        : Refusal.badCredentials());
    }

    private static TokenBody bodyOf(Issued issued) {
        return new TokenBody(
                issued.accessToken().value(),
                issued.accessToken().value(),
                "Bearer",
                issued.accessToken().lifetime().toSeconds(),
                issued.accessToken().issuedAt().toString(),
                scopeOf(issued.granted()),
                issued.refreshToken().map(RefreshToken::value).orElse(null));
    }

    /** What was granted, as a scope is asked for (Docker's OAuth2 specification, "scope"). */
    private static String scopeOf(List<GrantedAccess> granted) {
        return granted.stream()
                .map(access -> RequestedAccess.REPOSITORY + ":" + access.repository() + ":"
                        + String.join(",", access.actions()))
                .collect(Collectors.joining(" "));
    }

    /** RFC 7617: everything up to the first colon is the name. */
    private static Credentials basic(String authorization) {
        if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw Refusal.unauthorized("Tokens are given for Basic credentials, or for none.");
        }
        String text = decoded(authorization.substring(SCHEME.length()).strip())
                .orElseThrow(() -> Refusal.unauthorized("The Basic credentials cannot be read."));
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw Refusal.unauthorized("The Basic credentials cannot be read.");
        }
        return new Credentials.UsernamePassword(text.substring(0, colon), text.substring(colon + 1));
    }

    private static Optional<String> decoded(String base64) {
        try {
            return Optional.of(new String(Base64.getDecoder().decode(base64), UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
