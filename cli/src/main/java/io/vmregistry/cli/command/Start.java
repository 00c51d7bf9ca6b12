package io.vmregistry.cli.command;

import io.vmregistry.proto.v1.StartVMRequest;
import io.vmregistry.proto.v1.StartVMResponse;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Starts machines. */
@Command(name = "start", description = "Start machines.")
final class Start extends VmrCommand {

    @Parameters(paramLabel = "VM", arity = "1..*")
    List<String> machines = List.of();

    Start(Desk desk) {
        super(desk);
    }

    @Override
    int run() {
        return Several.each(desk(), machines, vm -> {
            StartVMResponse started = desk().daemon()
                    .calls()
                    .startVM(StartVMRequest.newBuilder().setVm(vm).build());
            terminal().say(vm + " is " + started.getStatus() + ".");
        });
    }
}
