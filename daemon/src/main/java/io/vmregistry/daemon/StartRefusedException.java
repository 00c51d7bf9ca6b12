package io.vmregistry.daemon;

/** The daemon cannot start as it was told to. The message says why and what to do; there is nothing to retry. */
public final class StartRefusedException extends RuntimeException {

    public StartRefusedException(String message) {
        super(message);
    }

    public StartRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
