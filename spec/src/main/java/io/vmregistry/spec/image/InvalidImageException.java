package io.vmregistry.spec.image;

/** A manifest or a configuration is not what its format wants. Trying again does not help. */
public final class InvalidImageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    InvalidImageException(String message) {
        super(message);
    }
}
