package io.vmregistry.spec.image;

/** Leaves a codec's descent; its entry point turns it into {@link Decoded.Invalid}. */
final class MalformedJsonException extends Exception {

    private static final long serialVersionUID = 1L;

    MalformedJsonException(String problem) {
        super(problem);
    }

    String problem() {
        return String.valueOf(getMessage());
    }
}
