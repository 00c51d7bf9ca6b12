package io.vmregistry.cli.disk;

/** A disk is not what its VMFile says, or cannot be read to its end. */
public final class DiskFaultException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public DiskFaultException(String message) {
        super(message);
    }

    public DiskFaultException(String message, Throwable cause) {
        super(message, cause);
    }
}
