package io.vmregistry.auth.key;

import static java.util.Objects.requireNonNull;

import java.security.interfaces.RSAPublicKey;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The key that signs, and every key whose tokens count or will, by key id, in the order in which they are published.
 * While keys are rotated the set holds more than the signing one.
 */
public record KeySet(SigningKey signing, Map<String, KeyCertificate> published) {

    public KeySet {
        published = Collections.unmodifiableMap(new LinkedHashMap<>(published));
        KeyCertificate own = published.get(signing.id());
        if (own == null || !own.publicKey().equals(signing.publicKey())) {
            throw new IllegalArgumentException("the signing key %s is not published".formatted(signing.id()));
        }
    }

    /** A set of one key. */
    public static KeySet of(SigningKey key) {
        return new KeySet(key, Map.of(key.id(), KeyCertificate.of(key)));
    }

    public KeyCertificate signingCertificate() {
        return requireNonNull(published.get(signing.id()), "the signing key is published");
    }

    public Optional<RSAPublicKey> find(String id) {
        return Optional.ofNullable(published.get(id)).map(KeyCertificate::publicKey);
    }
}
