package io.vmregistry.auth.token;

import io.vmregistry.auth.account.Account;
import io.vmregistry.auth.account.Authenticator;
import io.vmregistry.auth.account.Username;
import io.vmregistry.auth.acl.AccessAnswer;
import io.vmregistry.auth.acl.AccessRules;
import io.vmregistry.auth.acl.GrantedAccess;
import io.vmregistry.auth.acl.RequestedAccess;
import io.vmregistry.auth.token.Sessions.Holder;
import java.util.List;
import java.util.Optional;

/**
 * Tokens for named repositories, by the Docker token specification: the caller gets the part of what it asks for that its
 * rules allow, which may be nothing. Only wrong credentials are refused.
 */
public final class TokenService {

    private final Authenticator authenticator;
    private final Sessions sessions;
    private final AccessRules rules;
    private final AccessTokens accessTokens;

    public TokenService(Authenticator authenticator, Sessions sessions, AccessRules rules, AccessTokens accessTokens) {
        this.authenticator = authenticator;
        this.sessions = sessions;
        this.rules = rules;
        this.accessTokens = accessTokens;
    }

    /** By what the caller shows who it is. */
    public sealed interface Credentials {
        record None() implements Credentials {}

        record UsernamePassword(String username, String password) implements Credentials {
            @Override
            public String toString() {
                return "UsernamePassword[" + username + ", …]";
            }
        }

        record Refresh(String token) implements Credentials {
            @Override
            public String toString() {
                return "Refresh[…]";
            }
        }
    }

    /**
     * An access token, and a refresh token when one was asked for or used.
     *
     * @param granted what the access token allows
     */
    public record Issued(AccessToken accessToken, List<GrantedAccess> granted, Optional<RefreshToken> refreshToken) {}

    /**
     * Empty when the credentials are wrong.
     *
     * @param offline whether the caller wants a refresh token that it may use many times
     */
    public Optional<Issued> issue(Credentials credentials, List<RequestedAccess> requested, boolean offline) {
        return switch (credentials) {
            case Credentials.None() ->
                Optional.of(issued(Username.ANONYMOUS, rules.ofEverybody().answer(requested), Optional.empty()));
            case Credentials.UsernamePassword(String username, String password) ->
                authenticator
                        .authenticate(username, password)
                        .flatMap(account -> offline
                                ? sessions.offlineToken(account)
                                        .map(token -> issued(holder(account), requested, Optional.of(token)))
                                : Optional.of(issued(holder(account), requested, Optional.empty())));
            case Credentials.Refresh(String token) ->
                RefreshToken.parse(token)
                        .flatMap(parsed -> sessions.holderOf(parsed)
                                .map(holder -> issued(holder, requested, Optional.of(parsed))));
        };
    }

    private Holder holder(Account account) {
        return new Holder(account, rules.of(account.id()));
    }

    private Issued issued(Holder holder, List<RequestedAccess> requested, Optional<RefreshToken> refreshToken) {
        return issued(holder.account().username().value(), holder.allowed().answer(requested), refreshToken);
    }

    private Issued issued(String subject, AccessAnswer answer, Optional<RefreshToken> refreshToken) {
        return new Issued(accessTokens.restricted(subject, answer), answer.granted(), refreshToken);
    }
}
