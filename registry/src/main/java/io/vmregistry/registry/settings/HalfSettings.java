package io.vmregistry.registry.settings;

import java.util.Optional;

/**
 * Settings that mean nothing without each other. One alone is a mistake that would go unnoticed: a key without a
 * certificate is a server that speaks in the clear, half of a pair of keys is somebody else's account.
 */
public final class HalfSettings {

    private HalfSettings() {}

    /**
     * Refuses a pair of which one was given, wherever it was.
     *
     * @throws IllegalArgumentException which names both
     */
    public static void refuse(ServerSettings settings) {
        refuse("-tls-cert", settings.tlsCert(), "-tls-key", settings.tlsKey());
        refuse("-s3-access-key", settings.s3AccessKey(), "-s3-secret-key", settings.s3SecretKey());
    }

    private static void refuse(String one, Optional<?> first, String other, Optional<?> second) {
        if (first.isPresent() != second.isPresent()) {
            String given = first.isPresent() ? one : other;
            String missing = first.isPresent() ? other : one;
            throw new IllegalArgumentException(
                    given + " was given without " + missing + "; give both or neither, by flag, variable or property");
        }
    }
}
