package io.vmregistry.auth.api;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import org.jspecify.annotations.Nullable;

/** {@code {"refresh_token":"…"}}. */
@JsonNaming(SnakeCaseStrategy.class)
record RefreshBody(@Nullable String refreshToken) {

    String requiredToken() {
        return Fields.required("refresh_token", refreshToken);
    }

    @Override
    public String toString() {
        return "RefreshBody[…]";
    }
}
