package io.vmregistry.auth.api;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.vmregistry.auth.token.Sessions.Session;

/** The answer to a login and to a refresh. Lifetimes are in seconds from now. */
@JsonNaming(SnakeCaseStrategy.class)
record SessionBody(
        String accessToken,
        String tokenType,
        long expiresIn,
        String refreshToken,
        long refreshExpiresIn,
        String username) {

    static SessionBody of(Session session) {
        return new SessionBody(
                session.accessToken().value(),
                "Bearer",
                session.accessToken().lifetime().toSeconds(),
                session.refreshToken().value(),
                session.refreshLifetime().toSeconds(),
                session.account().username().value());
    }

    @Override
    public String toString() {
        return "SessionBody[" + username + ", …]";
    }
}
