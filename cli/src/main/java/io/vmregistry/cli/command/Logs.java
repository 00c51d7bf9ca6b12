package io.vmregistry.cli.command;

import io.vmregistry.proto.v1.VMLogsChunk;
import io.vmregistry.proto.v1.VMLogsRequest;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Iterator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints what a machine said. */
@Command(name = "logs", description = "Print a machine's serial console.")
final class Logs extends VmrCommand {

    @Parameters(paramLabel = "VM")
    String vm = "";

    @Option(
            names = {"-f", "--follow"},
            description = "Go on as more comes.")
    boolean follow;

    @Option(names = "--console", description = "The serial console; this is the default.")
    boolean console;

    @Option(names = "--provision", description = "What provisioning did; not part of this version.")
    boolean provision;

    Logs(Desk desk) {
        super(desk);
    }

    @Override
    int run() throws IOException {
        if (console && provision) {
            throw new UsageFaultException("--console and --provision exclude each other.");
        }
        Iterator<VMLogsChunk> chunks = desk().daemon()
                .calls()
                .vMLogs(VMLogsRequest.newBuilder()
                        .setVm(vm)
                        .setFollow(follow)
                        .setSource(
                                provision ? VMLogsRequest.Source.SOURCE_PROVISION : VMLogsRequest.Source.SOURCE_CONSOLE)
                        .build());
        PrintStream out = terminal().raw();
        // A print stream swallows the fault of a reader that is gone, as "head" is after its lines, and remembers it.
        while (!out.checkError() && chunks.hasNext()) {
            chunks.next().getData().writeTo(out);
        }
        return ExitCode.DONE;
    }
}
