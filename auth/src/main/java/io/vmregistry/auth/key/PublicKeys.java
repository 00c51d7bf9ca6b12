package io.vmregistry.auth.key;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jws.AlgorithmIdentifiers;

/** The forms in which a public key is published. */
public final class PublicKeys {

    private static final int PEM_LINE = 64;
    private static final int FINGERPRINT_BYTES = 30;
    /** RFC 4648, section 6. */
    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private PublicKeys() {}

    /**
     * The name that Docker's registry gives a key, and looks it up by: the first 240 bits of the SHA-256 over the
     * SubjectPublicKeyInfo, in base 32, four characters at a time (Docker's token specification, "JOSE Header").
     */
    public static String fingerprint(RSAPublicKey key) {
        BigInteger bits = new BigInteger(1, Arrays.copyOf(sha256(key.getEncoded()), FINGERPRINT_BYTES));
        StringBuilder name = new StringBuilder();
        for (int left = FINGERPRINT_BYTES * 8 / 5 - 1; left >= 0; left--) {
            name.append(BASE32.charAt(bits.shiftRight(5 * left).intValue() & 31));
            if (left % 4 == 0 && left > 0) {
                name.append(':');
            }
        }
        return name.toString();
    }

    private static byte[] sha256(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** RFC 7517: the members of a JSON Web Key for RS256 signatures. */
    public static Map<String, Object> jsonWebKey(String id, RSAPublicKey key) {
        RsaJsonWebKey jwk = new RsaJsonWebKey(key);
        jwk.setKeyId(id);
        jwk.setAlgorithm(AlgorithmIdentifiers.RSA_USING_SHA256);
        jwk.setUse("sig");
        return jwk.toParams(OutputControlLevel.PUBLIC_ONLY);
    }

    /** SubjectPublicKeyInfo in PEM (RFC 7468). */
    public static String pem(RSAPublicKey key) {
        return armour("PUBLIC KEY", key.getEncoded());
    }

    static String armour(String label, byte[] der) {
        String body = Base64.getMimeEncoder(PEM_LINE, "\n".getBytes(US_ASCII)).encodeToString(der);
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(label, body, label);
    }
}
