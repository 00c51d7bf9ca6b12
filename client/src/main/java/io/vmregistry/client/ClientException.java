package io.vmregistry.client;

import io.vmregistry.spec.reference.Digest;
import java.time.Duration;
import java.util.Optional;

/**
 * Why a registry, an auth server or a daemon did not do what it was asked. One class for each thing a caller can do
 * about it; the message says what was tried, why it failed and what to do next.
 */
public abstract sealed class ClientException extends RuntimeException {

    private final String hint;

    private ClientException(String tried, String because, String hint) {
        super("Tried to %s but failed because %s".formatted(tried, because));
        this.hint = hint;
    }

    private ClientException(String tried, String because, String hint, Throwable cause) {
        super("Tried to %s but failed because %s".formatted(tried, because), cause);
        this.hint = hint;
    }

    /** What a person does next; empty when the message says it all. */
    public final Optional<String> hint() {
        return hint.isEmpty() ? Optional.empty() : Optional.of(hint);
    }

    /** Nobody, or nobody any more: log in, then repeat. */
    public static final class Unauthenticated extends ClientException {
        public Unauthenticated(String tried, String because, String hint) {
            super(tried, because, hint);
        }
    }

    /** Known, and not allowed to. */
    public static final class Denied extends ClientException {
        public Denied(String tried, String because, String hint) {
            super(tried, because, hint);
        }
    }

    /** There is no such thing. */
    public static final class NotFound extends ClientException {
        public NotFound(String tried, String because, String hint) {
            super(tried, because, hint);
        }
    }

    /** The name is taken, or somebody else changed the same thing. */
    public static final class Conflict extends ClientException {
        public Conflict(String tried, String because, String hint) {
            super(tried, because, hint);
        }
    }

    /** The other side understood and refuses it as it is: repeating it does not help. */
    public static final class Refused extends ClientException {
        private final int status;

        public Refused(String tried, int status, String because, String hint) {
            super(tried, because, hint);
            this.status = status;
        }

        /** The HTTP status. */
        public int status() {
            return status;
        }
    }

    /** It cannot be reached, broke off, or is too busy. Repeating it later may help. */
    public static final class Unavailable extends ClientException {
        private final Optional<Duration> retryAfter;

        public Unavailable(String tried, String because, String hint, Optional<Duration> retryAfter) {
            super(tried, because, hint);
            this.retryAfter = retryAfter;
        }

        public Unavailable(String tried, String because, String hint, Throwable cause) {
            super(tried, because, hint, cause);
            this.retryAfter = Optional.empty();
        }

        /** How long the other side asked to be left alone. */
        public Optional<Duration> retryAfter() {
            return retryAfter;
        }
    }

    /** The bytes are not the ones that were named. Nothing of them was kept. */
    public static final class DigestMismatch extends ClientException {
        public DigestMismatch(String tried, Digest expected, String because) {
            super(tried, because, "Nothing was stored. Push the image again if " + expected + " is damaged there.");
        }
    }

    /** The other side speaks something else than the protocol. */
    public static final class Incomprehensible extends ClientException {
        public Incomprehensible(String tried, String because) {
            super(tried, because, "Check that the address is the right one.");
        }

        public Incomprehensible(String tried, String because, Throwable cause) {
            super(tried, because, "Check that the address is the right one.", cause);
        }
    }

    /** The caller's thread was interrupted; what was moved so far is kept where it can be continued. */
    public static final class Cancelled extends ClientException {
        public Cancelled(String tried) {
            super(tried, "it was cancelled", "Repeat it to continue where it stopped.");
        }
    }

    /** No daemon answers at this address. */
    public static final class DaemonUnreachable extends ClientException {
        public DaemonUnreachable(String host, String because, String hint) {
            super("reach the daemon at " + host, because, hint);
        }
    }

    /** A kind of address that this version cannot use. */
    public static final class UnsupportedAddress extends ClientException {
        public UnsupportedAddress(String address, String because, String hint) {
            super("use the address \"" + address + "\"", because, hint);
        }
    }

    /** What was to be sent cannot be read on our own side. */
    public static final class LocalFault extends ClientException {
        public LocalFault(String tried, String because, String hint, Throwable cause) {
            super(tried, because, hint, cause);
        }
    }

    /** A file of the user's configuration cannot be read or written. */
    public static final class ConfigurationFault extends ClientException {
        public ConfigurationFault(String tried, String because, String hint, Throwable cause) {
            super(tried, because, hint, cause);
        }

        public ConfigurationFault(String tried, String because, String hint) {
            super(tried, because, hint);
        }
    }
}
