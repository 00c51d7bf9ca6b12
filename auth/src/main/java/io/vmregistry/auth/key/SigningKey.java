package io.vmregistry.auth.key;

import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;

/**
 * A key pair for RS256.
 *
 * @param id the public key's {@link PublicKeys#thumbprint}
 */
public record SigningKey(String id, RSAPrivateKey privateKey, RSAPublicKey publicKey) {

    /** Shortest modulus that is accepted, in bits (RFC 7518 section 3.3). */
    public static final int MIN_BITS = 2048;

    public SigningKey {
        if (!privateKey.getModulus().equals(publicKey.getModulus())) {
            throw new IllegalArgumentException("the private and the public key do not belong together");
        }
        if (publicKey.getModulus().bitLength() < MIN_BITS) {
            throw new IllegalArgumentException("the RSA key has %d bits, at least %d are needed"
                    .formatted(publicKey.getModulus().bitLength(), MIN_BITS));
        }
    }

    /** The pair under its thumbprint. */
    public static SigningKey of(RSAPrivateKey privateKey, RSAPublicKey publicKey) {
        return new SigningKey(PublicKeys.thumbprint(publicKey), privateKey, publicKey);
    }

    @Override
    public String toString() {
        return "SigningKey[" + id + "]";
    }
}
