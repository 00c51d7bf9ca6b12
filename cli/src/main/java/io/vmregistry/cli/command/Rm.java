package io.vmregistry.cli.command;

import io.vmregistry.proto.v1.DeleteVMRequest;
import io.vmregistry.proto.v1.DeleteVMResponse;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Removes machines and their disks. */
@Command(name = "rm", description = "Remove machines and their disks.")
final class Rm extends VmrCommand {

    @Parameters(paramLabel = "VM", arity = "1..*")
    List<String> machines = List.of();

    @Option(
            names = {"-f", "--force"},
            description = "Also while it runs.")
    boolean force;

    Rm(Desk desk) {
        super(desk);
    }

    @Override
    int run() {
        return Several.each(desk(), machines, vm -> {
            DeleteVMResponse removed = desk().daemon()
                    .calls()
                    .deleteVM(DeleteVMRequest.newBuilder()
                            .setVm(vm)
                            .setForce(force)
                            .build());
            terminal().say("Removed " + vm + " (" + removed.getVmId() + ").");
        });
    }
}
