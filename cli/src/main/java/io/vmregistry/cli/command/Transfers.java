package io.vmregistry.cli.command;

import io.vmregistry.cli.terminal.ProgressView;
import io.vmregistry.client.ClientException;
import io.vmregistry.proto.v1.TransferProgress;

/** Shows how blobs move. */
final class Transfers {

    private static final int SHORT = "sha256:".length() + 12;

    private Transfers() {}

    static void show(ProgressView view, TransferProgress progress) {
        String item = progress.getItem().startsWith("sha")
                ? progress.getItem()
                        .substring(0, Math.min(SHORT, progress.getItem().length()))
                : progress.getItem();
        view.at(
                item,
                step(progress.getPhase()),
                progress.getBytes(),
                progress.getTotalBytes(),
                progress.getResumedBytes());
    }

    private static String step(TransferProgress.Phase phase) {
        return switch (phase) {
            case PHASE_RESOLVING -> "resolving";
            case PHASE_SKIPPED -> "already there";
            case PHASE_TRANSFERRING -> "transferring";
            case PHASE_VERIFYING -> "verifying";
            case PHASE_DONE -> "done";
            case PHASE_UNSPECIFIED, UNRECOGNIZED -> "working";
        };
    }

    static ClientException ended(String tried) {
        return new ClientException.Incomprehensible(tried, "the daemon ended it without a result");
    }
}
