package io.vmregistry.client.credential;

import java.util.Optional;

/** A program that keeps secrets for others, {@code docker-credential-<name>}. */
@FunctionalInterface
public interface SecretKeeper {

    /** What a helper keeps for one registry. */
    record Kept(String username, Secret secret) {}

    /**
     * Asks a helper.
     *
     * @param name the helper's, without {@code docker-credential-}
     * @return empty when it keeps nothing for the registry
     * @throws io.vmregistry.client.ClientException.ConfigurationFault when it cannot be asked
     */
    Optional<Kept> get(String name, String registry);
}
