package io.vmregistry.registry.api;

/** The connection ended before the request's body did. There is nobody to answer. */
public final class ClientGoneException extends RuntimeException {
    ClientGoneException(Throwable cause) {
        super("the client went away in the middle of the body", cause);
    }
}
