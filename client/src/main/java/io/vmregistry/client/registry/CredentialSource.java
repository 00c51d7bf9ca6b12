package io.vmregistry.client.registry;

/** Gives the credential each time a token is needed: a session can be refreshed or replaced during a long push. */
@FunctionalInterface
public interface CredentialSource {

    RegistryCredential credential();

    static CredentialSource fixed(RegistryCredential credential) {
        return () -> credential;
    }
}
