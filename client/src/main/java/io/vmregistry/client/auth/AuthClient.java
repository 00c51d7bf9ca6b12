package io.vmregistry.client.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmregistry.client.ClientException;
import io.vmregistry.client.credential.Secret;
import io.vmregistry.client.http.BodySource;
import io.vmregistry.client.http.HttpCall;
import io.vmregistry.client.http.HttpCaller;
import io.vmregistry.client.http.HttpReply;
import java.net.URI;
import java.net.URLEncoder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * The auth server: accounts, sessions and tokens. Every method can throw {@link ClientException.Unavailable} and
 * {@link ClientException.Cancelled}.
 */
public final class AuthClient {

    private static final String JSON_TYPE = "application/json";
    private static final JsonMapper JSON = JsonMapper.builder().build();
    /** What the token specification says of an answer that names no lifetime. */
    private static final Duration DEFAULT_LIFETIME = Duration.ofSeconds(60);

    private final URI authUrl;
    private final HttpCaller caller;
    private final Clock clock;

    /**
     * A client of one auth server.
     *
     * @param authUrl such as {@code http://127.0.0.1:4078}; a path in it is kept
     */
    public AuthClient(URI authUrl, HttpCaller caller, Clock clock) {
        this.authUrl = authUrl;
        this.caller = caller;
        this.clock = clock;
    }

    public URI authUrl() {
        return authUrl;
    }

    /**
     * Makes an account.
     *
     * @throws ClientException.Conflict when the name is taken
     * @throws ClientException.Denied when registration is closed
     * @throws ClientException.Refused when the name or the password does not meet the server's rules
     */
    public void register(String username, Secret password) {
        String tried = "register user \"" + username + "\" at " + authUrl;
        caller.send(post("/v1/register", credentials(username, password), tried))
                .orThrow();
    }

    /**
     * Begins a session.
     *
     * @throws ClientException.Unauthenticated when the name or the password is wrong
     */
    public Session login(String username, Secret password) {
        String tried = "log in user \"" + username + "\" at " + authUrl;
        HttpReply reply = caller.send(post("/v1/login", credentials(username, password), tried));
        if (reply.status() == 401) {
            throw new ClientException.Unauthenticated(
                    tried,
                    "the user name or the password is wrong",
                    "Run \"vmr register\" if you have no account yet.");
        }
        return session(reply.orThrow());
    }

    /** Ends a session and every token that descends from it. Repeating it does nothing. */
    public void logout(Secret refreshToken) {
        HttpReply reply = caller.send(post("/v1/logout", refreshBody(refreshToken), "log out at " + authUrl));
        if (reply.status() != 401 && reply.status() != 404) {
            reply.orThrow();
        }
    }

    /** Whether the server answers at all, and says that it is ready. */
    public boolean ready() {
        return caller.send(HttpCall.of("GET", at("/q/health/ready"), "ask " + authUrl + " whether it is ready"))
                .ok();
    }

    /** As {@link #token(URI, Optional, List, TokenCredential)} from this server's own {@code /token}. */
    public AccessToken token(Optional<String> service, List<String> scopes, TokenCredential credential) {
        return token(at("/token"), service, scopes, credential);
    }

    /**
     * A token for scopes such as {@code repository:user/image:pull,push}. The server may give less than was asked.
     *
     * @param realm the token endpoint, as a challenge names it
     * @throws ClientException.Unauthenticated when the credential is not good, or not any more
     */
    public AccessToken token(URI realm, Optional<String> service, List<String> scopes, TokenCredential credential) {
        String tried = scopes.isEmpty()
                ? "get a token from " + realm
                : "get a token for " + String.join(" ", scopes) + " from " + realm;
        HttpCall call = switch (credential) {
            case TokenCredential.Anonymous() -> query(realm, service, scopes, tried);
            case TokenCredential.Password(String username, Secret password) ->
                query(realm, service, scopes, tried).header("Authorization", basic(username, password));
            case TokenCredential.Refresh(Secret refreshToken) -> grant(realm, service, scopes, refreshToken, tried);
        };
        HttpReply reply = caller.send(call);
        if (reply.status() == 400 || reply.status() == 401) {
            throw refused(tried, credential);
        }
        JsonNode json = reply.orThrow().json();
        Secret value = secret(json, "token")
                .or(() -> secret(json, "access_token"))
                .orElseThrow(() -> new ClientException.Incomprehensible(tried, "the answer holds no token"));
        return new AccessToken(value, clock.instant().plus(lifetime(json, "expires_in")));
    }

    private static ClientException refused(String tried, TokenCredential credential) {
        return switch (credential) {
            case TokenCredential.Anonymous() ->
                new ClientException.Unauthenticated(tried, "it gives none to those it does not know", "Log in first.");
            case TokenCredential.Password(String username, Secret password) ->
                new ClientException.Unauthenticated(
                        tried,
                        "the password of \"" + username + "\" is not good (any more)",
                        "Log in again where that password was kept.");
            case TokenCredential.Refresh refresh ->
                new ClientException.Unauthenticated(
                        tried, "the session is not good (any more)", "Run \"vmr login\", then repeat it.");
        };
    }

    private static HttpCall query(URI realm, Optional<String> service, List<String> scopes, String tried) {
        List<String> parameters = new ArrayList<>();
        service.ifPresent(name -> parameters.add(parameter("service", name)));
        scopes.forEach(scope -> parameters.add(parameter("scope", scope)));
        String separator = realm.getRawQuery() == null ? "?" : "&";
        return HttpCall.of("GET", URI.create(realm + separator + String.join("&", parameters)), tried);
    }

    private static HttpCall grant(
            URI realm, Optional<String> service, List<String> scopes, Secret refreshToken, String tried) {
        List<String> form = new ArrayList<>();
        form.add(parameter("grant_type", "refresh_token"));
        form.add(parameter("client_id", "vm-registry"));
        form.add(parameter("refresh_token", refreshToken.reveal()));
        service.ifPresent(name -> form.add(parameter("service", name)));
        if (!scopes.isEmpty()) {
            form.add(parameter("scope", String.join(" ", scopes)));
        }
        return HttpCall.of("POST", realm, tried)
                .changingNothing()
                .sending(BodySource.of(String.join("&", form).getBytes(UTF_8)), "application/x-www-form-urlencoded");
    }

    private static String parameter(String name, String value) {
        return name + "=" + URLEncoder.encode(value, UTF_8);
    }

    /** The value of a Basic {@code Authorization} header (RFC 7617). */
    public static String basic(String username, Secret password) {
        return "Basic " + Base64.getEncoder().encodeToString((username + ":" + password.reveal()).getBytes(UTF_8));
    }

    private Session session(HttpReply reply) {
        JsonNode json = reply.json();
        Instant now = clock.instant();
        Secret access = secret(json, "access_token").orElseThrow(() -> incomplete(reply, "access_token"));
        Secret refresh = secret(json, "refresh_token").orElseThrow(() -> incomplete(reply, "refresh_token"));
        return new Session(
                json.path("username").asText(""),
                new AccessToken(access, now.plus(lifetime(json, "expires_in"))),
                refresh,
                now.plus(lifetime(json, "refresh_expires_in")));
    }

    private static ClientException incomplete(HttpReply reply, String field) {
        return new ClientException.Incomprehensible(reply.tried(), "the answer holds no " + field);
    }

    private static Optional<Secret> secret(JsonNode json, String field) {
        String text = json.path(field).asText("");
        return text.isEmpty() ? Optional.empty() : Optional.of(Secret.of(text));
    }

    private static Duration lifetime(JsonNode json, String field) {
        long seconds = json.path(field).asLong(0);
        return seconds > 0 ? Duration.ofSeconds(seconds) : DEFAULT_LIFETIME;
    }

    private HttpCall post(String path, ObjectNode body, String tried) {
        return HttpCall.of("POST", at(path), tried)
                .sending(BodySource.of(body.toString().getBytes(UTF_8)), JSON_TYPE);
    }

    private URI at(String path) {
        String base = authUrl.toString();
        return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
    }

    private static ObjectNode credentials(String username, Secret password) {
        return JSON.createObjectNode().put("username", username).put("password", password.reveal());
    }

    private static ObjectNode refreshBody(Secret refreshToken) {
        return JSON.createObjectNode().put("refresh_token", refreshToken.reveal());
    }
}
