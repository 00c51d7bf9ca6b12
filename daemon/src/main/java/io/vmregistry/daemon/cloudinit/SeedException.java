package io.vmregistry.daemon.cloudinit;

/** A seed could not be written. The message tells why and what to do. */
public final class SeedException extends RuntimeException {

    public SeedException(String message) {
        super(message);
    }

    public SeedException(String message, Throwable cause) {
        super(message, cause);
    }
}
