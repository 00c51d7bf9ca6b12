package io.vmregistry.auth.account;

/** More passwords wait to be checked than the server allows. A later attempt may succeed. */
public final class TooBusyException extends RuntimeException {

    public TooBusyException(String message) {
        super(message);
    }
}
