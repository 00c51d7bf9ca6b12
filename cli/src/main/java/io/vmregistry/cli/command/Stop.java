package io.vmregistry.cli.command;

import io.vmregistry.proto.v1.StopVMRequest;
import io.vmregistry.proto.v1.StopVMResponse;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Stops machines. */
@Command(name = "stop", description = "Shut machines down.")
final class Stop extends VmrCommand {

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

    Stop(Desk desk) {
        super(desk);
    }

    @Override
    int run() {
        int seconds = seconds(timeout);
        return Several.each(desk(), machines, vm -> {
            StopVMResponse stopped = desk().daemon()
                    .calls()
                    .stopVM(StopVMRequest.newBuilder()
                            .setVm(vm)
                            .setTimeoutSeconds(seconds)
                            .setForce(force)
                            .build());
            String how = stopped.getForced() && !force ? "; it did not shut down in time and was switched off" : "";
            terminal().say(vm + " is " + stopped.getStatus() + how + ".");
        });
    }

    /** Whole seconds, at least one: the daemon takes none for its own default. */
    static int seconds(String text) {
        return Math.clamp(Run.duration(text).toSeconds(), 1, Integer.MAX_VALUE);
    }
}
