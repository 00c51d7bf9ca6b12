package io.vmregistry.cli.command;

import io.vmregistry.cli.terminal.Column;
import io.vmregistry.cli.terminal.Listing;
import io.vmregistry.cli.terminal.Wording;
import io.vmregistry.proto.v1.Empty;
import io.vmregistry.proto.v1.VMInfo;
import io.vmregistry.spec.unit.ByteSize;
import java.time.Clock;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists every machine. */
@Command(name = "list", description = "List every machine, also those that do not run.")
final class ListMachines extends VmrCommand {

    @Mixin
    ListingOptions listing = new ListingOptions();

    ListMachines(Desk desk) {
        super(desk);
    }

    @Override
    int run() {
        Clock clock = desk().surroundings().clock();
        Listing<VMInfo> machines = new Listing<>(
                List.of(
                        Column.<VMInfo>of("ID", "id", VMInfo::getVmId).whenWide(),
                        Column.of("NAME", "name", VMInfo::getName),
                        Column.of("STATUS", "status", VMInfo::getStatus),
                        Column.of("IMAGE", "image", VMInfo::getImage),
                        Column.number("CPUS", "cpus", VMInfo::getVcpuCount),
                        Column.number("MEMORY", "memoryMiB", VMInfo::getMemoryMb)
                                .shown(machine ->
                                        ByteSize.ofMiB(machine.getMemoryMb()).toString()),
                        Column.<VMInfo>of("CREATED", "created", VMInfo::getCreated)
                                .shown(machine -> Wording.age(machine.getCreated(), clock)),
                        Column.<VMInfo>of("PROJECT", "project", VMInfo::getProject)
                                .whenWide(),
                        Column.<VMInfo>of("SERVICE", "service", VMInfo::getService)
                                .whenWide()),
                VMInfo::getName);
        listing.print(
                desk(),
                machines,
                desk().daemon().calls().listVMs(Empty.getDefaultInstance()).getVmsList());
        return ExitCode.DONE;
    }
}
