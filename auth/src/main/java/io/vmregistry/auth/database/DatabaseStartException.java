package io.vmregistry.auth.database;

/** The server cannot start with its database as it is. The message says what to do. */
public final class DatabaseStartException extends RuntimeException {

    public DatabaseStartException(String message) {
        super(message);
    }

    public DatabaseStartException(String message, Throwable cause) {
        super(message, cause);
    }
}
