package io.vmregistry.cli;

import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.vmregistry.cli.command.CommandTree;

/** {@code vmr}. */
@QuarkusMain
public class VmrMain implements QuarkusApplication {

    @Override
    public int run(String... args) {
        return CommandTree.execute(Surroundings.ofProcess(), args);
    }
}
