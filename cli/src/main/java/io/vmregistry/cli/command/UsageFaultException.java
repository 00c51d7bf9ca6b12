package io.vmregistry.cli.command;

/** An option or argument that cannot be meant. */
final class UsageFaultException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UsageFaultException(String message) {
        super(message);
    }
}
