package io.vmregistry.spec.compose;

import io.vmregistry.spec.schema.Keys;

/** How many machines a service that may have mistakes asks for. */
final class Replicas {

    private static final int MAX = 1_000;

    private Replicas() {}

    /** One when nothing usable is said. */
    static int of(Keys service) {
        return service.number("replicas")
                .filter(count -> count >= 1 && count <= MAX)
                .orElse(1);
    }
}
