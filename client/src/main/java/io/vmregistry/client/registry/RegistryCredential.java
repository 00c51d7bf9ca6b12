package io.vmregistry.client.registry;

import io.vmregistry.client.credential.Secret;
import java.net.URI;

/** Who a registry client is. A credential goes nowhere but to the server that it is for. */
public sealed interface RegistryCredential {

    record Anonymous() implements RegistryCredential {}

    /** A token that the caller brought; it is sent to the registry as it is and never renewed. */
    record Bearer(Secret token) implements RegistryCredential {}

    /**
     * The refresh token of a session, exchanged for short tokens as they are needed.
     *
     * @param authUrl the server that issued it; a registry that names another realm gets nothing
     */
    record OfSession(URI authUrl, Secret refreshToken) implements RegistryCredential {}

    /**
     * A name and a password for this registry: given to it or to the realm that it names, over TLS or on this machine
     * only.
     */
    record Password(String username, Secret password) implements RegistryCredential {}

    /**
     * A refresh token for this registry, given to the realm that it names, over TLS or on this machine only.
     */
    record IdentityToken(Secret refreshToken) implements RegistryCredential {}
}
