package io.vmregistry.cli.command;

import io.vmregistry.proto.v1.RestartVMRequest;
import io.vmregistry.proto.v1.RestartVMResponse;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Restarts machines. */
@Command(name = "restart", description = "Shut machines down and start them again.")
final class Restart extends VmrCommand {

    @Parameters(paramLabel = "VM", arity = "1..*")
    List<String> machines = List.of();

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            defaultValue = "30s",
            description = "How long the guest may take before it is switched off. Default: ${DEFAULT-VALUE}.")
    String timeout = "30s";

    @Option(
            names = {"-f", "--force"},
            description = "Switch it off at once.")
    boolean force;

    Restart(Desk desk) {
        super(desk);
    }

    @Override
    int run() {
        int seconds = Stop.seconds(timeout);
        return Several.each(desk(), machines, vm -> {
            RestartVMResponse restarted = desk().daemon()
                    .calls()
                    .restartVM(RestartVMRequest.newBuilder()
                            .setVm(vm)
                            .setTimeoutSeconds(seconds)
                            .setForce(force)
                            .build());
            terminal().say(vm + " is " + restarted.getStatus() + ".");
        });
    }
}
