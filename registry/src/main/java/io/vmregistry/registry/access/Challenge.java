package io.vmregistry.registry.access;

import java.net.URI;

/**
 * What a client has to do to be let in (RFC 6750, section 3, and the Docker token specification). Too little scope is
 * answered the same way, with the whole scope that is needed: clients ask the auth server again on 401 only.
 */
public record Challenge(URI realm, String service, String scope, Reason reason) {

    /** Why the request was not let in. */
    public sealed interface Reason {
        /** There was no token. */
        record NoToken() implements Reason {}

        /** There was one, and it is not good. */
        record BadToken(String because) implements Reason {}

        /** It is good, but not for this. */
        record TooLittleScope() implements Reason {}
    }

    /** The value of {@code WWW-Authenticate}. Nothing in it comes from the client but repositories' checked names. */
    public String header() {
        String service = "Bearer realm=\"%s\",service=\"%s\"".formatted(realm, this.service);
        String asked = scope.isEmpty() ? service : service + ",scope=\"" + scope + "\"";
        return switch (reason) {
            case Reason.NoToken() -> asked;
            case Reason.BadToken(String because) ->
                asked + ",error=\"invalid_token\",error_description=\"" + because + "\"";
            case Reason.TooLittleScope() -> asked + ",error=\"insufficient_scope\"";
        };
    }

    /** For the error's text. */
    public String message() {
        return switch (reason) {
            case Reason.NoToken() ->
                "this needs a token" + (scope.isEmpty() ? "" : " with scope " + scope) + "; log in first";
            case Reason.BadToken(String because) -> because;
            case Reason.TooLittleScope() -> "the token does not allow " + scope;
        };
    }
}
