package io.vmregistry.auth;

import io.vmregistry.auth.database.DatabaseUrl;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which database the operator named: by the flag, or else by a variable. */
final class GivenDatabase {

    private GivenDatabase() {}

    /**
     * Empty when none was named, so that it is the embedded one.
     *
     * @throws IllegalArgumentException when it cannot be read
     */
    static Optional<DatabaseUrl> from(@Nullable String flag) {
        for (String candidate : new @Nullable String[] {
            flag, System.getenv("VM_REGISTRY_AUTH_DATABASE_URL"), System.getenv("DATABASE_URL")
        }) {
            if (candidate != null && !candidate.isBlank()) {
                return Optional.of(DatabaseUrl.of(candidate.strip()));
            }
        }
        return Optional.empty();
    }
}
