package io.vmregistry.auth.api;

import jakarta.ws.rs.core.Response.Status;

/** A request that is answered with an error. The message goes to the client as it is. */
final class Refusal extends RuntimeException {

    private final Status status;
    private final String code;

    private Refusal(Status status, String code, String message) {
        super(message);
        this.status = status;
        this.code = code;
    }

    static Refusal invalid(String code, String message) {
        return new Refusal(Status.BAD_REQUEST, code, message);
    }

    static Refusal unauthorized(String message) {
        return new Refusal(Status.UNAUTHORIZED, "UNAUTHORIZED", message);
    }

    static Refusal of(Status status, String code, String message) {
        return new Refusal(status, code, message);
    }

    /** Says nothing about which of the two was wrong. */
    static Refusal badCredentials() {
        return unauthorized("The username or the password is wrong.");
    }

    Status status() {
        return status;
    }

    String code() {
        return code;
    }

    /** The message for the client; a refusal always has one. */
    String text() {
        return String.valueOf(getMessage());
    }
}
