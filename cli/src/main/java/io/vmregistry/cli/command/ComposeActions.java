package io.vmregistry.cli.command;

import io.vmregistry.cli.terminal.ProgressView;
import io.vmregistry.proto.v1.ComposeAction;

/** Says what is done to a project. */
final class ComposeActions {

    private ComposeActions() {}

    static void show(Desk desk, ProgressView view, ComposeAction action) {
        if (action.hasProgress()) {
            Transfers.show(view, action.getProgress());
            return;
        }
        desk.terminal().say(line(action));
    }

    static String line(ComposeAction action) {
        String said = action.getMessage().isEmpty() ? action.getReason() : action.getMessage();
        String state = state(action.getState());
        return kind(action.getKind()) + " " + action.getSubject() + " " + action.getName()
                + (state.isEmpty() ? "" : ": " + state)
                + (said.isEmpty() ? "" : " (" + said + ")");
    }

    static String kind(ComposeAction.Kind kind) {
        return switch (kind) {
            case KIND_CREATE -> "create";
            case KIND_UPDATE -> "update";
            case KIND_REPLACE -> "replace";
            case KIND_REMOVE -> "remove";
            case KIND_START -> "start";
            case KIND_KEEP -> "keep";
            case KIND_PULL -> "pull";
            case KIND_WAIT -> "wait for";
            case KIND_STOP -> "stop";
            case KIND_UNSPECIFIED, UNRECOGNIZED -> "change";
        };
    }

    private static String state(ComposeAction.State state) {
        return switch (state) {
            case STATE_RUNNING -> "running";
            case STATE_DONE -> "done";
            case STATE_FAILED -> "failed";
            case STATE_PLANNED, STATE_UNSPECIFIED, UNRECOGNIZED -> "";
        };
    }
}
