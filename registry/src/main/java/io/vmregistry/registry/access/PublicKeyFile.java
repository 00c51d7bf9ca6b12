package io.vmregistry.registry.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The auth server's public key in a file: SubjectPublicKeyInfo as PEM (RFC 7468, section 13). */
public final class PublicKeyFile {

    private static final Pattern PEM =
            Pattern.compile("-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\\s]+)-----END PUBLIC KEY-----");
    private static final int MIN_BITS = 2048;
    private static final long MAX_BYTES = 64 * 1024;

    private PublicKeyFile() {}

    /**
     * Reads the key.
     *
     * @throws NoKeyException when there is no usable one; the message says what to do
     */
    public static RSAPublicKey read(Path file) {
        String text;
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new NoKeyException(file, "it is too large for a key");
            }
            text = Files.readString(file);
        } catch (IOException e) {
            throw new NoKeyException(file, "it cannot be read (" + e.getClass().getSimpleName() + ")");
        }
        Matcher pem = PEM.matcher(text);
        if (!pem.find()) {
            throw new NoKeyException(file, "it holds no PEM block \"PUBLIC KEY\"");
        }
        try {
            byte[] encoded = Base64.getMimeDecoder().decode(pem.group(1));
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
    public static final class NoKeyException extends RuntimeException {
        NoKeyException(Path file, String because) {
            super("Tried to read the auth server's public key from \"" + file.toAbsolutePath()
                    + "\" but failed because "
                    + because
                    + ". Copy the auth server's keys/auth.pub there, name it with -auth-key FILE, name a key set"
                    + " with -jwks-url URL, or, to serve everybody without authentication, start with -auth disabled.");
        }
    }
}
