package io.vmregistry.client.registry;

import io.vmregistry.client.ClientException;
import io.vmregistry.client.auth.AccessToken;
import io.vmregistry.client.auth.AuthClient;
import io.vmregistry.client.auth.Challenge;
import io.vmregistry.client.auth.TokenCredential;
import io.vmregistry.client.http.HttpCall;
import io.vmregistry.client.http.HttpCaller;
import io.vmregistry.client.http.HttpReply;
import io.vmregistry.client.http.Origin;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Puts the right token on each request. The registry's first challenge teaches where tokens come from; from then on a
 * token is fetched before a request that needs one, so that no body is sent twice. A 401 is answered once with a fresh
 * token, and then believed.
 */
final class Authorizer {

    private static final String AUTHORIZATION = "Authorization";

    private final HttpCaller caller;
    private final CredentialSource credentials;
    private final Clock clock;
    private final Origin registry;
    private final AuthClient tokens;
    private final AtomicReference<Optional<Challenge>> learned = new AtomicReference<>(Optional.empty());
    private final Map<String, AccessToken> cache = new ConcurrentHashMap<>();

    Authorizer(URI registry, HttpCaller caller, CredentialSource credentials, Clock clock) {
        this.registry = Origin.of(registry);
        this.caller = caller;
        this.credentials = credentials;
        this.clock = clock;
        this.tokens = new AuthClient(registry, caller, clock);
    }

    HttpReply send(HttpCall call, AccessScope scope) {
        if (!Origin.of(call.uri()).equals(registry)) {
            return caller.send(call);
        }
        Optional<String> known = known(scope);
        HttpReply reply = caller.send(authorized(call, known));
        if (reply.status() != 401 || credentials.credential() instanceof RegistryCredential.Bearer) {
            return reply;
        }
        Optional<Challenge> challenge = reply.header("WWW-Authenticate").flatMap(Challenge::parse);
        if (challenge.isEmpty()) {
            return reply;
        }
        learned.set(challenge);
        cache.remove(scope.value());
        return caller.send(authorized(call, Optional.of(bearer(challenge.get(), scope))));
    }

    private static HttpCall authorized(HttpCall call, Optional<String> header) {
        return header.map(value -> call.header(AUTHORIZATION, value)).orElse(call);
    }

    private Optional<String> known(AccessScope scope) {
        if (credentials.credential() instanceof RegistryCredential.Bearer(var token)) {
            return Optional.of("Bearer " + token.reveal());
        }
        return learned.get().map(challenge -> bearer(challenge, scope));
    }

    private String bearer(Challenge challenge, AccessScope scope) {
        AccessToken cached = cache.get(scope.value());
        AccessToken token = cached != null && cached.usableAt(clock.instant()) ? cached : fetch(challenge, scope);
        return "Bearer " + token.value().reveal();
    }

    private AccessToken fetch(Challenge challenge, AccessScope scope) {
        TokenCredential credential = credentialFor(challenge.realm(), scope);
        AccessToken token = tokens.token(challenge.realm(), challenge.service(), List.of(scope.value()), credential);
        cache.put(scope.value(), token);
        return token;
    }

    /** A registry can name any realm it likes; a session's secret goes to the server that it came from and no other. */
    private TokenCredential credentialFor(URI realm, AccessScope scope) {
        return switch (credentials.credential()) {
            case RegistryCredential.OfSession(URI authUrl, var refreshToken) -> {
                if (!Origin.of(authUrl).equals(Origin.of(realm))) {
                    throw new ClientException.Unauthenticated(
                            "get a token for " + scope,
                            "the registry takes tokens of " + Origin.of(realm) + ", but the session is one of "
                                    + Origin.of(authUrl),
                            "Log in at the auth server that the registry names.");
                }
                yield new TokenCredential.Refresh(refreshToken);
            }
            case RegistryCredential.Password(String username, var password) -> {
                if (!Origin.of(realm).isPrivate()) {
                    throw new ClientException.Denied(
                            "get a token for " + scope,
                            "the registry names the realm " + Origin.of(realm) + ", which is not https",
                            "A password is sent over TLS only.");
                }
                yield new TokenCredential.Password(username, password);
            }
            case RegistryCredential.Anonymous() -> new TokenCredential.Anonymous();
            case RegistryCredential.Bearer _ -> new TokenCredential.Anonymous();
        };
    }
}
