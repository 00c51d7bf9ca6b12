package io.vmregistry.testkit.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Writes tokens of any kind. Members are raw JSON texts and are put together as they are: what cannot be written by a
 * library of good manners is what has to be tried.
 */
public final class TokenForge {

    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

    private final KeyPair keys;
    private final String kid;
    private final Map<String, String> claims = new LinkedHashMap<>();

    /**
     * A forge that has the right key.
     *
     * @param kid the name under which the verifier knows it
     */
    public TokenForge(KeyPair keys, String kid, String issuer, String audience, Instant now) {
        this.keys = keys;
        this.kid = kid;
        long second = now.getEpochSecond();
        claims.put("iss", quoted(issuer));
        claims.put("sub", quoted("alice"));
        claims.put("aud", quoted(audience));
        claims.put("iat", Long.toString(second));
        claims.put("nbf", Long.toString(second));
        claims.put("exp", Long.toString(second + 300));
        claims.put("jti", quoted("1"));
        claims.put("token_use", quoted("access"));
        claims.put("access", "[{\"type\":\"repository\",\"name\":\"alice/web\",\"actions\":[\"pull\"]}]");
    }

    /** A token that is as it should be. */
    public String good() {
        return signed(header("RS256"), payload());
    }

    String kid() {
        return kid;
    }

    /** The payload of a good token. */
    String payload() {
        return object(claims);
    }

    /** The payload with one member changed to a raw JSON text. */
    String payloadWith(String name, String json) {
        Map<String, String> changed = new LinkedHashMap<>(claims);
        changed.put(name, json);
        return object(changed);
    }

    String payloadWithout(String name) {
        Map<String, String> changed = new LinkedHashMap<>(claims);
        changed.remove(name);
        return object(changed);
    }

    String claim(String name) {
        return claims.getOrDefault(name, "null");
    }

    String header(String algorithm) {
        return headerWith(algorithm, quoted(kid), "");
    }

    /** A header with raw JSON for {@code kid}, and more members that begin with a comma. */
    static String headerWith(String algorithm, String kidJson, String more) {
        return "{\"alg\":%s,\"kid\":%s%s}".formatted(quoted(algorithm), kidJson, more);
    }

    static String object(Map<String, String> members) {
        return members.entrySet().stream()
                .map(member -> quoted(member.getKey()) + ":" + member.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }

    static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    static String part(String text) {
        return encoded(text.getBytes(UTF_8));
    }

    static String encoded(byte[] bytes) {
        return BASE64URL.encodeToString(bytes);
    }

    /** Signed as it should be, by the right key. */
    String signed(String header, String payload) {
        return signed(header, payload, keys.getPrivate());
    }

    static String signed(String header, String payload, PrivateKey key) {
        return withSignature(header, payload, text -> {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(text);
            return signature.sign();
        });
    }

    String signedBy(String javaAlgorithm, String header) {
        return withSignature(header, payload(), text -> {
            Signature signature = Signature.getInstance(javaAlgorithm);
            signature.initSign(keys.getPrivate());
            signature.update(text);
            return signature.sign();
        });
    }

    String signedByPss(String header) {
        return withSignature(header, payload(), text -> {
            Signature signature = Signature.getInstance("RSASSA-PSS");
            signature.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
            signature.initSign(keys.getPrivate());
            signature.update(text);
            return signature.sign();
        });
    }

    /** @param bits 256, 384 or 512 */
    String authenticated(int bits, byte[] secret) {
        return withSignature(header("HS" + bits), payload(), text -> {
            Mac mac = Mac.getInstance("HmacSHA" + bits);
            mac.init(new SecretKeySpec(secret, mac.getAlgorithm()));
            return mac.doFinal(text);
        });
    }

    /** Any bytes for a signature. */
    static String withBytes(String header, String payload, byte[] signature) {
        return part(header) + "." + part(payload) + "." + encoded(signature);
    }

    private interface Signer {
        byte[] sign(byte[] text) throws GeneralSecurityException;
    }

    private static String withSignature(String header, String payload, Signer signer) {
        String text = part(header) + "." + part(payload);
        try {
            return text + "." + encoded(signer.sign(text.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform signs like this", e);
        }
    }

    /** The public key in each encoding that somebody might take for a secret, by its name. */
    Map<String, byte[]> encodingsOfThePublicKey() {
        RSAPublicKey key = (RSAPublicKey) keys.getPublic();
        byte[] der = key.getEncoded();
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        String pem = "-----BEGIN PUBLIC KEY-----\n" + body + "\n-----END PUBLIC KEY-----";
        Map<String, byte[]> encodings = new LinkedHashMap<>();
        encodings.put("PEM", pem.getBytes(UTF_8));
        encodings.put("PEM and line break", (pem + "\n").getBytes(UTF_8));
        encodings.put("PEM and CRLF", (pem.replace("\n", "\r\n") + "\r\n").getBytes(UTF_8));
        encodings.put("DER", der);
        // The key itself behind the 24 bytes that name its kind.
        encodings.put("PKCS#1", Arrays.copyOfRange(der, 24, der.length));
        encodings.put("base64", Base64.getEncoder().encode(der));
        encodings.put("modulus", unsigned(key.getModulus()));
        encodings.put("JWK", jwk(key, "").getBytes(UTF_8));
        encodings.put("base64url modulus", encoded(unsigned(key.getModulus())).getBytes(UTF_8));
        return encodings;
    }

    /** A JSON Web Key; more members begin with a comma. */
    static String jwk(RSAPublicKey key, String more) {
        return "{\"kty\":\"RSA\",\"n\":\"%s\",\"e\":\"%s\"%s}"
                .formatted(encoded(unsigned(key.getModulus())), encoded(unsigned(key.getPublicExponent())), more);
    }

    private static byte[] unsigned(BigInteger number) {
        byte[] bytes = number.toByteArray();
        return bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
    }
}
