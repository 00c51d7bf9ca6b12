package io.vmregistry.client.auth;

import io.vmregistry.client.credential.Secret;
import java.time.Duration;
import java.time.Instant;

/** A bearer token and when it ends. */
public record AccessToken(Secret value, Instant expires) {

    /** A token that is about to end would end under way: a clock can be wrong by this much. */
    private static final Duration MARGIN = Duration.ofSeconds(20);

    /** Whether a request that starts now may use it. */
    public boolean usableAt(Instant now) {
        return now.plus(MARGIN).isBefore(expires);
    }
}
