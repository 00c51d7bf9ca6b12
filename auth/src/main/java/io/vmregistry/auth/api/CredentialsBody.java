package io.vmregistry.auth.api;

import org.jspecify.annotations.Nullable;

/** {@code {"username":"…","password":"…"}}. */
record CredentialsBody(@Nullable String username, @Nullable String password) {

    String requiredUsername() {
        return Fields.required("username", username);
    }

    String requiredPassword() {
        return Fields.required("password", password);
    }

    @Override
    public String toString() {
        return "CredentialsBody[" + username + ", …]";
    }
}
