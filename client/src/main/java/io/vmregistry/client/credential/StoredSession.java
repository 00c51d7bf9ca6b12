package io.vmregistry.client.credential;

import java.time.Instant;
import java.util.Optional;

/**
 * A login that was kept.
 *
 * @param accessExpires when {@code accessToken} ends
 */
public record StoredSession(
        String username, Optional<Secret> refreshToken, Optional<Secret> accessToken, Instant accessExpires) {}
