package io.vmregistry.cli.command;

import io.vmregistry.cli.terminal.Column;
import io.vmregistry.cli.terminal.Listing;
import io.vmregistry.proto.v1.Empty;
import io.vmregistry.proto.v1.VMProcessInfo;
import io.vmregistry.spec.unit.ByteSize;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the machines that run. */
@Command(name = "ps", description = "List running machines.")
final class Ps extends VmrCommand {

    private static final Listing<VMProcessInfo> LISTING = new Listing<>(
            List.of(
                    Column.<VMProcessInfo>of("ID", "id", VMProcessInfo::getVmId).whenWide(),
                    Column.of("NAME", "name", VMProcessInfo::getName),
                    Column.of("STATUS", "status", VMProcessInfo::getStatus),
                    Column.of("IMAGE", "image", VMProcessInfo::getImage),
                    Column.of("UPTIME", "uptime", VMProcessInfo::getUptime),
                    Column.list("ADDRESSES", "addresses", Ps::addresses),
                    Column.number("CPUS", "cpus", VMProcessInfo::getVcpuCount),
                    Column.number("MEMORY", "memoryMiB", VMProcessInfo::getMemoryMb)
                            .shown(machine ->
                                    ByteSize.ofMiB(machine.getMemoryMb()).toString()),
                    Column.<VMProcessInfo>of("BACKEND", "backend", VMProcessInfo::getBackend)
                            .whenWide(),
                    Column.<VMProcessInfo>of("PROJECT", "project", VMProcessInfo::getProject)
                            .whenWide(),
                    Column.<VMProcessInfo>of("SERVICE", "service", VMProcessInfo::getService)
                            .whenWide(),
                    Column.<VMProcessInfo>of("CREATED", "created", VMProcessInfo::getCreated)
                            .whenWide()),
            VMProcessInfo::getName);

    @Mixin
    ListingOptions listing = new ListingOptions();

    Ps(Desk desk) {
        super(desk);
    }

    private static List<String> addresses(VMProcessInfo machine) {
        return machine.getNetworksList().stream()
                .flatMap(network -> network.getIpAddressesList().stream())
                .toList();
    }

    @Override
    int run() {
        listing.print(
                desk(),
                LISTING,
                desk().daemon().calls().psVMs(Empty.getDefaultInstance()).getVmsList());
        return ExitCode.DONE;
    }
}
