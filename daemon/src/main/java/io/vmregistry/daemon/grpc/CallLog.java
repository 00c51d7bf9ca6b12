package io.vmregistry.daemon.grpc;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/** One line for each call that ended: method, status, duration, caller. What a request says is never logged. */
final class CallLog implements ServerInterceptor {

    private static final Logger LOG = Logger.getLogger(CallLog.class);

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        String method = String.valueOf(call.getMethodDescriptor().getBareMethodName());
        Caller caller = Caller.of(call.getAttributes());
        long start = System.nanoTime();
        AtomicBoolean logged = new AtomicBoolean();
        ServerCall<Q, A> timed = new SimpleForwardingServerCall<>(call) {
            @Override
            public void close(Status status, Metadata trailers) {
                if (logged.compareAndSet(false, true)) {
                    log(method, status, start, caller);
                }
                super.close(status, trailers);
            }
        };
        return new SimpleForwardingServerCallListener<>(next.startCall(timed, headers)) {
            @Override
            public void onCancel() {
                if (logged.compareAndSet(false, true)) {
                    log(method, Status.CANCELLED, start, caller);
                }
                super.onCancel();
            }
        };
    }

    private static void log(String method, Status status, long start, Caller caller) {
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        if (status.isOk()) {
            LOG.infof("%s OK %d ms %s", method, millis, caller);
        } else {
            LOG.infof("%s %s %d ms %s: %s", method, status.getCode(), millis, caller, status.getDescription());
        }
    }
}
