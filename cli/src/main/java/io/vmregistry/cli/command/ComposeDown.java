package io.vmregistry.cli.command;

import io.vmregistry.cli.terminal.ProgressView;
import io.vmregistry.proto.v1.ComposeDownEvent;
import io.vmregistry.proto.v1.ComposeDownRequest;
import io.vmregistry.proto.v1.ComposeDownResponse;
import java.util.Iterator;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes a project down. */
@Command(name = "down", description = "Stop and remove what compose up made.")
final class ComposeDown extends VmrCommand {

    @Mixin
    ComposeOptions compose = new ComposeOptions();

    @Option(names = "--volumes", description = "Also the project's volumes.")
    boolean volumes;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            defaultValue = "30s",
            description = "How long a guest may take before it is switched off. Default: ${DEFAULT-VALUE}.")
    String timeout = "30s";

    @Parameters(paramLabel = "SERVICE", arity = "0..*", description = "Only these.")
    List<String> services = List.of();

    ComposeDown(Desk desk) {
        super(desk);
    }

    @Override
    int run() {
        String project = compose.projectName(desk());
        ProgressView view = desk().progress("taking down " + project);
        Iterator<ComposeDownEvent> events = desk().daemon()
                .calls()
                .composeDownStream(ComposeDownRequest.newBuilder()
                        .setProject(project)
                        .setVolumes(volumes)
                        .setTimeoutSeconds(Stop.seconds(timeout))
                        .addAllServices(services)
                        .build());
        while (events.hasNext()) {
            ComposeDownEvent event = events.next();
            if (event.hasResult()) {
                print(event.getResult());
                return ExitCode.DONE;
            }
            ComposeActions.show(desk(), view, event.getAction());
        }
        throw Transfers.ended("take down " + project);
    }

    private void print(ComposeDownResponse down) {
        down.getRemovedVmsList().forEach(name -> terminal().data("machine " + name));
        down.getRemovedNetworksList().forEach(name -> terminal().data("network " + name));
        down.getRemovedVolumesList().forEach(name -> terminal().data("volume " + name));
    }
}
