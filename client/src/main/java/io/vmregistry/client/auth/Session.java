package io.vmregistry.client.auth;

import io.vmregistry.client.credential.Secret;
import java.time.Instant;

/**
 * A user who logged in.
 *
 * @param refreshToken what access tokens are got with, as often as they are needed; see {@link TokenCredential.Refresh}
 * @param refreshExpires when the session ends
 */
public record Session(String username, AccessToken accessToken, Secret refreshToken, Instant refreshExpires) {}
