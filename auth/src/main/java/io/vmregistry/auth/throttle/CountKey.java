package io.vmregistry.auth.throttle;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vmregistry.auth.origin.Origin;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What is counted, as a SHA-256 sum: of one length whatever was typed, and no record of it.
 *
 * @param hash in hexadecimal
 */
public record CountKey(String hash) {

    /** Guesses from one network, at whatever account. */
    public static CountKey ofSource(Origin origin) {
        return of("source", origin.network(), "");
    }

    /** Guesses at one name from one network. */
    public static CountKey ofNameFromSource(String name, Origin origin) {
        return of("name-from-source", origin.network(), name);
    }

    /** Guesses at one name from anywhere. */
    public static CountKey ofName(String name) {
        return of("name", "", name);
    }

    /** Registrations from one network. */
    public static CountKey ofRegistrationsFrom(Origin origin) {
        return of("registration", origin.network(), "");
    }

    /** The name is last: nothing that is in it can look like another part. */
    private static CountKey of(String kind, String source, String name) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return new CountKey(HexFormat.of()
                    .formatHex(sha256.digest(
                            "%s\n%s\n%s".formatted(kind, source, name).getBytes(UTF_8))));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
