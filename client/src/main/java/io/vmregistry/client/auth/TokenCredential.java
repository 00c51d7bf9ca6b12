package io.vmregistry.client.auth;

import io.vmregistry.client.credential.Secret;

/** What a token is asked for with. */
public sealed interface TokenCredential {

    /** Nothing: the token allows what everybody may do. */
    record Anonymous() implements TokenCredential {}

    record Password(String username, Secret password) implements TokenCredential {}

    record Refresh(Secret refreshToken) implements TokenCredential {}
}
