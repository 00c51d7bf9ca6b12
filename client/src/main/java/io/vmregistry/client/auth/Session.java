package io.vmregistry.client.auth;

import io.vmregistry.client.credential.Secret;
import java.time.Instant;

/**
 * A user who logged in.
 *
 * @param refreshToken good for one {@link AuthClient#refresh}, which gives the next one
 * @param refreshExpires when the session ends unless it is refreshed before
 */
public record Session(String username, AccessToken accessToken, Secret refreshToken, Instant refreshExpires) {}
