package io.vmregistry.daemon.grpc;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;

/** Puts the {@link Caller} where the call's handler finds it. */
final class CallerRecognition implements ServerInterceptor {

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        Context context = Context.current().withValue(Caller.CURRENT, Caller.of(call.getAttributes()));
        return Contexts.interceptCall(context, call, headers, next);
    }
}
