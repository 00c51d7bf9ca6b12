package io.vmregistry.auth.token;

import java.time.Duration;
import java.time.Instant;

/** A signed access token, and what its receiver is told about it. */
public record AccessToken(String value, Instant issuedAt, Duration lifetime) {

    @Override
    public String toString() {
        return "AccessToken[…]";
    }
}
