package io.vmregistry.auth.key;

import java.security.interfaces.RSAPublicKey;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The key that signs, and every public key whose tokens still count, by key id. While keys are rotated the set holds
 * more than the signing one.
 */
public record KeySet(SigningKey signing, Map<String, RSAPublicKey> published) {

    public KeySet {
        published = Collections.unmodifiableMap(new LinkedHashMap<>(published));
        if (!signing.publicKey().equals(published.get(signing.id()))) {
            throw new IllegalArgumentException("the signing key %s is not published".formatted(signing.id()));
        }
    }

    /** A set of one key. */
    public static KeySet of(SigningKey key) {
        return new KeySet(key, Map.of(key.id(), key.publicKey()));
    }

    public Optional<RSAPublicKey> find(String id) {
        return Optional.ofNullable(published.get(id));
    }
}
