package io.vmregistry.registry.access;

import java.security.interfaces.RSAPublicKey;
import java.util.Map;

/** Where the auth server's public keys are. May be read from any thread, again and again. */
@FunctionalInterface
public interface KeySource {

    /** Shortest modulus that is believed, in bits (RFC 7518, section 3.3). */
    int MIN_BITS = 2048;

    /**
     * The keys by their RFC 7638 thumbprints, and by the names that the source gives them; one at least.
     *
     * @throws UnreadableException when there are none to be had now
     */
    Map<String, RSAPublicKey> read();

    /** Nobody can be let in with keys from there. The message says what to do. */
    class UnreadableException extends RuntimeException {
        UnreadableException(String message) {
            super(message);
        }

        UnreadableException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
