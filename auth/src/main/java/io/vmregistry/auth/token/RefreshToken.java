package io.vmregistry.auth.token;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A refresh token: 256 random bits in base64url behind a prefix by which secret scanners know it. Only its
 * {@link #hash} is kept; 256 bits need neither salt nor a slow hash.
 */
public record RefreshToken(String value) {

    private static final String PREFIX = "vmr_refresh_";
    private static final int BYTES = 32;
    private static final Pattern FORM = Pattern.compile(PREFIX + "[A-Za-z0-9_-]{43}");

    public RefreshToken {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not a refresh token");
        }
    }

    /** Empty when the text has not the form of a refresh token. */
    public static Optional<RefreshToken> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new RefreshToken(text)) : Optional.empty();
    }

    public static RefreshToken generate(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new RefreshToken(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    public Hash hash() {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return new Hash(HexFormat.of().formatHex(sha256.digest(value.getBytes(US_ASCII))));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "RefreshToken[…]";
    }

    /** SHA-256 of a refresh token, in hexadecimal. */
    public record Hash(String hex) {}
}
