package io.vmregistry.auth.key;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.Map;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jws.AlgorithmIdentifiers;

/** The forms in which a public key is published. */
public final class PublicKeys {

    private static final int PEM_LINE = 64;

    private PublicKeys() {}

    /** The key's name: RFC 7638, SHA-256 over its required members, in base64url. */
    public static String thumbprint(RSAPublicKey key) {
        return new RsaJsonWebKey(key).calculateBase64urlEncodedThumbprint("SHA-256");
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
