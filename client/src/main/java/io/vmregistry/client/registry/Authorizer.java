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
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Puts the right credential on each request. The registry's first challenge teaches what it wants and where tokens come
 * from; from then on a token is fetched before a request that needs one, so that no body is sent twice. A 401 is answered
 * once with a fresh token, and then believed.
 */
final class Authorizer {

    private static final String AUTHORIZATION = "Authorization";

    private final HttpCaller caller;
    private final CredentialSource credentials;
    private final Origin registry;
    private final AuthClient tokens;
    private final AtomicReference<Optional<Challenge>> learned = new AtomicReference<>(Optional.empty());
    private final TokenCache cache;

    Authorizer(URI registry, HttpCaller caller, CredentialSource credentials, Clock clock) {
        this.registry = Origin.of(registry);
        this.caller = caller;
        this.credentials = credentials;
        this.cache = new TokenCache(clock);
        this.tokens = new AuthClient(registry, caller, clock);
    }

    HttpReply send(HttpCall call, AccessScope scope) {
        if (!Origin.of(call.uri()).equals(registry)) {
            return caller.send(call);
        }
        Optional<String> shown = known(scope);
        HttpReply first =
                caller.send(shown.map(value -> authorized(call, value)).orElse(call));
        if (first.status() != 401 || credentials.credential() instanceof RegistryCredential.Bearer) {
            return first;
        }
        Optional<Challenge> challenge = Challenge.choose(first.headers().allValues("WWW-Authenticate"));
        if (challenge.isEmpty()) {
            return first;
        }
        learned.set(challenge);
        shown.ifPresent(refused -> cache.drop(scope, refused));
        Optional<String> answer = answer(challenge.get(), scope);
        HttpReply second = answer.isEmpty() ? first : caller.send(authorized(call, answer.get()));
        if (second.status() == 401) {
            throw isTooLittle(second) && saysWhoAsks(challenge.get())
                    ? denied(call, scope)
                    : unknown(call, challenge.get());
        }
        return second;
    }

    private static HttpCall authorized(HttpCall call, String credentials) {
        return call.header(AUTHORIZATION, credentials);
    }

    private Optional<String> known(AccessScope scope) {
        if (credentials.credential() instanceof RegistryCredential.Bearer(var token)) {
            return Optional.of("Bearer " + token.reveal());
        }
        return learned.get().flatMap(challenge -> answer(challenge, scope));
    }

    /** The header that answers a challenge; empty when nothing that is held may. */
    private Optional<String> answer(Challenge challenge, AccessScope scope) {
        return switch (challenge) {
            case Challenge.Bearer bearer -> Optional.of(bearer(bearer, scope));
            case Challenge.Basic() -> basic();
        };
    }

    private Optional<String> basic() {
        if (!(credentials.credential() instanceof RegistryCredential.Password(String username, var password))) {
            return Optional.empty();
        }
        requirePrivate(registry, "send a password to " + registry, "it is not https");
        return Optional.of(AuthClient.basic(username, password));
    }

    private String bearer(Challenge.Bearer challenge, AccessScope scope) {
        return cache.header(scope, () -> fetch(challenge, scope));
    }

    private AccessToken fetch(Challenge.Bearer challenge, AccessScope scope) {
        TokenCredential credential = credentialFor(challenge.realm(), scope);
        return tokens.token(challenge.realm(), challenge.service(), scope.values(), credential);
    }

    /**
     * A registry can name any realm it likes; a session's secret goes to the server that it came from and no other.
     * Elsewhere its owner is anybody.
     */
    private TokenCredential credentialFor(URI realm, AccessScope scope) {
        return switch (credentials.credential()) {
            case RegistryCredential.OfSession session ->
                isOf(session, realm)
                        ? new TokenCredential.Refresh(session.refreshToken())
                        : new TokenCredential.Anonymous();
            case RegistryCredential.Password(String username, var password) -> {
                requirePrivate(realm, scope);
                yield new TokenCredential.Password(username, password);
            }
            case RegistryCredential.IdentityToken(var refreshToken) -> {
                requirePrivate(realm, scope);
                yield new TokenCredential.Refresh(refreshToken);
            }
            case RegistryCredential.Anonymous() -> new TokenCredential.Anonymous();
            case RegistryCredential.Bearer _ -> new TokenCredential.Anonymous();
        };
    }

    private static boolean isOf(RegistryCredential.OfSession session, URI realm) {
        return Origin.of(session.authUrl()).equals(Origin.of(realm));
    }

    private static void requirePrivate(URI realm, AccessScope scope) {
        Origin origin = Origin.of(realm);
        requirePrivate(
                origin, "get a token for " + scope, "the registry names the realm " + origin + ", which is not https");
    }

    private static void requirePrivate(Origin origin, String tried, String because) {
        if (!origin.isPrivate()) {
            throw new ClientException.Denied(tried, because, "A password is sent over TLS only.");
        }
    }

    /** RFC 6750, section 3.1: the token is good, and not for this. */
    private static boolean isTooLittle(HttpReply reply) {
        return reply.headers().allValues("WWW-Authenticate").stream()
                .anyMatch(header -> header.contains("error=\"insufficient_scope\""));
    }

    private boolean saysWhoAsks(Challenge challenge) {
        return switch (credentials.credential()) {
            case RegistryCredential.OfSession session ->
                challenge instanceof Challenge.Bearer bearer && isOf(session, bearer.realm());
            case RegistryCredential.Password _, RegistryCredential.IdentityToken _ -> true;
            case RegistryCredential.Anonymous _, RegistryCredential.Bearer _ -> false;
        };
    }

    private ClientException denied(HttpCall call, AccessScope scope) {
        return new ClientException.Denied(
                call.tried(),
                registry + " does not allow it: it needs " + scope,
                "Ask the owner of the repository for access, or log in as somebody else.");
    }

    private ClientException unknown(HttpCall call, Challenge challenge) {
        return switch (credentials.credential()) {
            case RegistryCredential.OfSession session ->
                challenge instanceof Challenge.Bearer(URI realm, var service, var scopes)
                        ? isOf(session, realm)
                                ? unauthenticated(call, "does not take this session", "Run \"vmr login\".")
                                : elsewhere(
                                        call,
                                        "takes tokens of " + Origin.of(realm) + ", but the session is one of "
                                                + Origin.of(session.authUrl()))
                        : elsewhere(call, "wants a name and a password, which a session is not");
            case RegistryCredential.Password(String username, var password) ->
                elsewhere(call, "does not take the password of \"" + username + "\"");
            case RegistryCredential.IdentityToken _ -> elsewhere(call, "does not take the login that was found");
            case RegistryCredential.Anonymous() -> elsewhere(call, "does not let everybody do that");
            case RegistryCredential.Bearer _ -> unauthenticated(call, "does not take this token", "");
        };
    }

    private ClientException elsewhere(HttpCall call, String because) {
        return unauthenticated(
                call,
                because,
                "Run \"vmr login\" for the daemon's own registry; for another one put a login into ~/.docker/config.json, as \"docker login\", \"oras login\" and \"crane auth login\" do.");
    }

    private ClientException unauthenticated(HttpCall call, String because, String hint) {
        return new ClientException.Unauthenticated(call.tried(), registry + " " + because, hint);
    }
}
