package io.vmregistry.registry.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jose4j.jwk.RsaJsonWebKey;

/**
 * The auth server's public keys in a file: SubjectPublicKeyInfo as PEM (RFC 7468, section 13), one block after the other
 * while keys are rotated.
 */
public record PublicKeyFile(Path file) implements KeySource {

    private static final Pattern PEM =
            Pattern.compile("-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\\s]+)-----END PUBLIC KEY-----");
    private static final long MAX_BYTES = 64 * 1024;

    /**
     * Reads the keys.
     *
     * @throws NoKeyException when there is no usable one, or one of them is none; the message says what to do
     */
    @Override
    public Map<String, RSAPublicKey> read() {
        Map<String, RSAPublicKey> keys = new LinkedHashMap<>();
        Matcher pem = PEM.matcher(text());
        while (pem.find()) {
            RSAPublicKey key = key(pem.group(1));
            keys.put(new RsaJsonWebKey(key).calculateBase64urlEncodedThumbprint("SHA-256"), key);
        }
        if (keys.isEmpty()) {
            throw new NoKeyException(file, "it holds no PEM block \"PUBLIC KEY\"");
        }
        return keys;
    }

    private String text() {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new NoKeyException(file, "it is too large for a key");
            }
            return Files.readString(file);
        } catch (IOException e) {
            throw new NoKeyException(file, "it cannot be read (" + e.getClass().getSimpleName() + ")");
        }
    }

    private RSAPublicKey key(String base64) {
        try {
            byte[] encoded = Base64.getMimeDecoder().decode(base64);
            RSAPublicKey key =
                    (RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(encoded));
            if (key.getModulus().bitLength() < MIN_BITS) {
                throw new NoKeyException(file, "its RSA key has fewer than " + MIN_BITS + " bits");
            }
            return key;
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new NoKeyException(file, "it holds no RSA public key");
        }
    }

    /** Without a key every token would have to be believed, so the server does not start. */
    public static final class NoKeyException extends UnreadableException {
        NoKeyException(Path file, String because) {
            super("Tried to read the auth server's public key from \"" + file.toAbsolutePath()
                    + "\" but failed because "
                    + because
                    + ". Copy the auth server's keys/auth.pub there, name it with -auth-key FILE, name a key set"
                    + " with -jwks-url URL, or, to serve everybody without authentication, start with -auth disabled.");
        }
    }
}
