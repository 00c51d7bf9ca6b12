package io.vmregistry.daemon.session;

import java.nio.file.Path;

/** What can go wrong with a session, apart from what the auth server says. */
public abstract sealed class SessionException extends RuntimeException {

    private SessionException(String message) {
        super(message);
    }

    private SessionException(String message, Throwable cause) {
        super(message, cause);
    }

    /** No auth server is known. */
    public static final class NotConfigured extends SessionException {
        public NotConfigured() {
            super(
                    "Tried to reach the auth server but failed because none was configured. Start the daemon with -auth-url or give the login its address.");
        }
    }

    /** What was given as the auth server's address is none. */
    public static final class InvalidAddress extends SessionException {
        public InvalidAddress(String text) {
            super("\"%s\" is not an auth server's URL. Write it like https://auth.example.com.".formatted(text));
        }
    }

    /** The host's file system failed, or a session's file is damaged. */
    public static final class StorageFailed extends SessionException {
        public StorageFailed(Path path, Throwable cause) {
            super(
                    "Tried to read or write the session in %s but failed because %s. Log in again with \"vmr login\"."
                            .formatted(path, cause.getClass().getSimpleName()),
                    cause);
        }
    }
}
