package io.vmregistry.lsp.server;

import java.util.Optional;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseError;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseErrorCode;

/** Where the server is between its start and its end, and what it refuses there. */
final class Lifecycle {

    private enum Phase {
        STARTED,
        INITIALIZED,
        SHUT_DOWN
    }

    private volatile Phase phase = Phase.STARTED;

    void initialized() {
        phase = Phase.INITIALIZED;
    }

    void shutDown() {
        phase = Phase.SHUT_DOWN;
    }

    boolean isRunning() {
        return phase == Phase.INITIALIZED;
    }

    /** 0 after a shutdown request, 1 without one, as the protocol wants. */
    int exitCode() {
        return phase == Phase.SHUT_DOWN ? 0 : 1;
    }

    /** Why a request is not answered now; empty when it is. */
    Optional<ResponseError> refusal() {
        return switch (phase) {
            case STARTED ->
                Optional.of(new ResponseError(
                        ResponseErrorCode.ServerNotInitialized, "send initialize before anything else", null));
            case INITIALIZED -> Optional.empty();
            case SHUT_DOWN ->
                Optional.of(new ResponseError(
                        ResponseErrorCode.InvalidRequest, "the server was shut down; only exit may follow", null));
        };
    }
}
