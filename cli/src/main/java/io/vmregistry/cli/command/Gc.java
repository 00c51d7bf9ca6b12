package io.vmregistry.cli.command;

import io.vmregistry.cli.terminal.Wording;
import io.vmregistry.proto.v1.GarbageCollectRequest;
import io.vmregistry.proto.v1.GarbageCollectResponse;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Removes what no image needs. */
@Command(name = "gc", description = "Remove blobs and manifests that no image needs.")
final class Gc extends VmrCommand {

    @Option(names = "--dry-run", description = "Say what would go and remove nothing.")
    boolean dryRun;

    Gc(Desk desk) {
        super(desk);
    }

    @Override
    int run() {
        GarbageCollectResponse removed = desk().daemon()
                .calls()
                .garbageCollect(
                        GarbageCollectRequest.newBuilder().setDryRun(dryRun).build());
        removed.getRemovedList().forEach(terminal()::data);
        terminal()
                .say("%s %d blobs and %d manifests, %s."
                        .formatted(
                                dryRun ? "Would remove" : "Removed",
                                removed.getBlobsRemoved(),
                                removed.getManifestsRemoved(),
                                Wording.size(removed.getFreedBytes())));
        return ExitCode.DONE;
    }
}
