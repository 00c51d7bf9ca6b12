package io.vmregistry.auth.key;

/** The key files cannot be read, written or used. Nothing is signed until somebody repairs them. */
public final class KeyException extends RuntimeException {

    public KeyException(String message) {
        super(message);
    }

    public KeyException(String message, Throwable cause) {
        super(message, cause);
    }
}
