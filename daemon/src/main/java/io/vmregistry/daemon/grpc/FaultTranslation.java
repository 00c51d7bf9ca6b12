package io.vmregistry.daemon.grpc;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.concurrent.atomic.AtomicBoolean;

/** The last stop for a fault: whatever a handler throws or answers becomes a status of the protocol, never UNKNOWN. */
final class FaultTranslation implements ServerInterceptor {

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        Closing<Q, A> closing = new Closing<>(call);
        try {
            return new Guarded<>(next.startCall(closing, headers), closing);
        } catch (RuntimeException | Error e) {
            closing.fail(e);
            return new ServerCall.Listener<>() {};
        }
    }

    /** A call that is closed at most once, and whose UNKNOWN becomes INTERNAL with an incident's id. */
    private static final class Closing<Q, A> extends SimpleForwardingServerCall<Q, A> {
        private final AtomicBoolean closed = new AtomicBoolean();

        Closing(ServerCall<Q, A> call) {
            super(call);
        }

        @Override
        public void close(Status status, Metadata trailers) {
            if (!closed.compareAndSet(false, true)) {
                return;
            }
            if (status.getCode() == Status.Code.UNKNOWN) {
                Throwable cause = status.getCause() == null ? status.asRuntimeException() : status.getCause();
                super.close(Statuses.incident(cause), new Metadata());
            } else {
                super.close(status, trailers);
            }
        }

        void fail(Throwable fault) {
            StatusRuntimeException translated = Statuses.from(fault);
            Metadata trailers = translated.getTrailers();
            close(translated.getStatus(), trailers == null ? new Metadata() : trailers);
        }
    }

    private static final class Guarded<Q> extends SimpleForwardingServerCallListener<Q> {
        private final Closing<Q, ?> call;

        Guarded(ServerCall.Listener<Q> listener, Closing<Q, ?> call) {
            super(listener);
            this.call = call;
        }

        private void guard(Runnable event) {
            try {
                event.run();
            } catch (RuntimeException | Error e) {
                call.fail(e);
            }
        }

        @Override
        public void onMessage(Q message) {
            guard(() -> super.onMessage(message));
        }

        @Override
        public void onHalfClose() {
            guard(super::onHalfClose);
        }

        @Override
        public void onCancel() {
            guard(super::onCancel);
        }

        @Override
        public void onComplete() {
            guard(super::onComplete);
        }

        @Override
        public void onReady() {
            guard(super::onReady);
        }
    }
}
