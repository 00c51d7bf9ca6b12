package io.vmregistry.daemon.grpc;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.vmregistry.proto.v1.VMServiceGrpc;
import java.util.Optional;

/**
 * Refuses what the caller's {@link Role} does not allow, before anything of the message is read. Whoever may open the Unix
 * socket may do everything.
 */
final class CallerRoles implements ServerInterceptor {

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        Optional<String> refusal = refusal(
                Caller.of(call.getAttributes()),
                String.valueOf(call.getMethodDescriptor().getServiceName()),
                String.valueOf(call.getMethodDescriptor().getBareMethodName()));
        if (refusal.isEmpty()) {
            return next.startCall(call, headers);
        }
        call.close(Status.PERMISSION_DENIED.withDescription(refusal.get()), new Metadata());
        return new ServerCall.Listener<>() {};
    }

    /** Why a caller may not call; empty when it may. */
    static Optional<String> refusal(Caller caller, String service, String rpc) {
        return switch (caller) {
            case Caller.LocalUser local -> Optional.empty();
            case Caller.CertificateHolder holder ->
                Role.of(holder.subject())
                        .map(role -> refusal(role, service, rpc))
                        .orElseGet(() -> Optional.of(
                                "Tried to call %s but failed because the certificate of \"%s\" gives no role. Its organizational unit (OU) has to be \"%s\" or \"%s\"."
                                        .formatted(
                                                rpc, holder.subject(), Role.OPERATOR.unit(), Role.READ_ONLY.unit())));
            case Caller.Unnamed unnamed ->
                Optional.of(
                        "Tried to call %s but failed because the connection does not say who calls.".formatted(rpc));
        };
    }

    private static Optional<String> refusal(Role role, String service, String rpc) {
        if (!service.equals(VMServiceGrpc.SERVICE_NAME) || role.mayCall(rpc)) {
            return Optional.empty();
        }
        String missing = Role.OPERATOR.mayCall(rpc)
                ? "It needs a certificate whose organizational unit (OU) is \"%s\".".formatted(Role.OPERATOR.unit())
                : "It writes files of the daemon's host: call it there, over the Unix socket.";
        return Optional.of("Tried to call %s but failed because the role \"%s\" does not allow it. %s"
                .formatted(rpc, role.unit(), missing));
    }
}
