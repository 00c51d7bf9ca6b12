package io.vmregistry.registry.access;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;

/** Mints tokens as the auth server does, with a key of this test run. */
public final class TestTokens {

    public static final KeyPair KEYS = keys();

    private TestTokens() {}

    public static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    public static String pem(KeyPair keys) {
        return "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(keys.getPublic().getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
    }

    public static JwtClaims claims(Instant now) {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer("vm-registry-auth");
        claims.setAudience("vm-registry");
        claims.setSubject("alice");
        claims.setIssuedAt(NumericDate.fromSeconds(now.getEpochSecond()));
        claims.setNotBefore(NumericDate.fromSeconds(now.getEpochSecond()));
        claims.setExpirationTime(NumericDate.fromSeconds(now.getEpochSecond() + 300));
        claims.setClaim("token_use", "access");
        return claims;
    }

    /** The seed's login token: a pattern and actions. */
    public static String scoped(String subject, String pattern, String... actions) {
        JwtClaims claims = claims(Instant.now());
        claims.setSubject(subject);
        claims.setClaim("scope", List.of(Map.of("repository", pattern, "actions", List.of(actions))));
        return sign(claims, KEYS.getPrivate());
    }

    /** The token endpoint's: one repository and actions. */
    public static String access(String repository, String... actions) {
        JwtClaims claims = claims(Instant.now());
        claims.setClaim(
                "access", List.of(Map.of("type", "repository", "name", repository, "actions", List.of(actions))));
        return sign(claims, KEYS.getPrivate());
    }

    /** The token endpoint's to who may pull and push one repository and asked for another one in vain. */
    public static String refused(String repository, String inVain) {
        JwtClaims claims = claims(Instant.now());
        claims.setClaim(
                "access",
                List.of(Map.of("type", "repository", "name", repository, "actions", List.of("pull", "push"))));
        claims.setClaim("refused", List.of(inVain));
        return sign(claims, KEYS.getPrivate());
    }

    public static String sign(JwtClaims claims, PrivateKey key) {
        return sign(claims, key, AlgorithmIdentifiers.RSA_USING_SHA256);
    }

    public static String sign(JwtClaims claims, java.security.Key key, String algorithm) {
        JsonWebSignature signature = new JsonWebSignature();
        signature.setPayload(claims.toJson());
        signature.setKey(key);
        signature.setDoKeyValidation(false);
        signature.setAlgorithmConstraints(org.jose4j.jwa.AlgorithmConstraints.NO_CONSTRAINTS);
        signature.setAlgorithmHeaderValue(algorithm);
        try {
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new AssertionError(e);
        }
    }
}
