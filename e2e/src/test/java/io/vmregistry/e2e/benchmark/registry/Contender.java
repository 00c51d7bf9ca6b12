package io.vmregistry.e2e.benchmark.registry;

import io.vmregistry.e2e.process.ServerProcess;
import java.net.URI;
import java.util.Optional;

/**
 * A registry that is measured.
 *
 * @param token what opens it; empty when it is open
 */
record Contender(String name, URI url, ServerProcess process, Optional<String> token) {

    @Override
    public String toString() {
        return name;
    }
}
