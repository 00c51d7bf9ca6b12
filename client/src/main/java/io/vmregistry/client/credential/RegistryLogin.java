package io.vmregistry.client.credential;

import java.util.Locale;

/** What one registry knows somebody by. It is for that registry and the token server that it names. */
public sealed interface RegistryLogin {

    /** The registry's authority, {@code host[:port]} in lower case. */
    String host();

    record WithPassword(String host, String username, Secret password) implements RegistryLogin {
        public WithPassword {
            host = canonical(host);
        }
    }

    /** A refresh token in place of a password. */
    record WithIdentityToken(String host, Secret token) implements RegistryLogin {
        public WithIdentityToken {
            host = canonical(host);
        }
    }

    private static String canonical(String host) {
        if (host.isBlank()) {
            throw new IllegalArgumentException("a login is for a registry");
        }
        return host.toLowerCase(Locale.ROOT);
    }
}
