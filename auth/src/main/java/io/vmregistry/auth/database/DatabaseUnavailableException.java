package io.vmregistry.auth.database;

/** The database cannot be reached, or did not finish, now. Nothing was recorded; a later attempt may succeed. */
public final class DatabaseUnavailableException extends RuntimeException {

    public DatabaseUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
