package io.vmregistry.auth.api;

import org.jspecify.annotations.Nullable;

/** Checks that what a request must hold is there. */
final class Fields {

    private Fields() {}

    static String required(String name, @Nullable String value) {
        if (value == null) {
            throw Refusal.invalid("INVALID_REQUEST", "The request has no \"" + name + "\".");
        }
        return value;
    }

    static <T> T body(@Nullable T body) {
        if (body == null) {
            throw Refusal.invalid("INVALID_REQUEST", "The request has no JSON body.");
        }
        return body;
    }
}
