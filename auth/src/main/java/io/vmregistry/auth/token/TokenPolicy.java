package io.vmregistry.auth.token;

import java.time.Duration;

/**
 * What tokens say and how long they live.
 *
 * @param accessLifetime at least a minute: Docker clients take less for a minute anyhow
 * @param refreshLifetime from the login to the end of the whole family
 */
public record TokenPolicy(String issuer, String audience, Duration accessLifetime, Duration refreshLifetime) {

    public static final Duration MIN_ACCESS_LIFETIME = Duration.ofMinutes(1);

    /** What the clocks of two machines may differ by. */
    public static final Duration CLOCKS_DIFFER = Duration.ofMinutes(1);

    public TokenPolicy {
        if (issuer.isBlank() || audience.isBlank()) {
            throw new IllegalArgumentException("issuer and audience must not be empty");
        }
        if (accessLifetime.compareTo(MIN_ACCESS_LIFETIME) < 0) {
            throw new IllegalArgumentException("access tokens must live for %d seconds at least, not %d"
                    .formatted(MIN_ACCESS_LIFETIME.toSeconds(), accessLifetime.toSeconds()));
        }
        if (refreshLifetime.compareTo(accessLifetime) < 0) {
            throw new IllegalArgumentException("refresh tokens must not live shorter than access tokens");
        }
    }

    /** How long after its key's last signature a token may still have to be verified, on clocks that differ a little. */
    public Duration verifiedFor() {
        return accessLifetime.plus(CLOCKS_DIFFER);
    }
}
