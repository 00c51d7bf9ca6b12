package io.vmregistry.cli.command;

import io.vmregistry.client.ClientException;
import io.vmregistry.client.context.Context;

/** Contexts by name. */
final class Contexts {

    private Contexts() {}

    static Context named(Desk desk, String name) {
        return desk.contexts()
                .read()
                .find(name)
                .orElseThrow(() -> new ClientException.NotFound(
                        "find context \"" + name + "\"",
                        "there is none of that name",
                        "Run \"vmr context ls\" to see which there are."));
    }
}
