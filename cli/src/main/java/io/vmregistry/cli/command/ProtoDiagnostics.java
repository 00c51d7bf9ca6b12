package io.vmregistry.cli.command;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.vmregistry.proto.v1.Diagnostics;
import java.util.ArrayList;
import java.util.List;

/** What the daemon found in a document, and as one line each. */
final class ProtoDiagnostics {

    private ProtoDiagnostics() {}

    /** Those in a refusal's details. */
    static List<io.vmregistry.proto.v1.Diagnostic> of(StatusRuntimeException fault) {
        List<io.vmregistry.proto.v1.Diagnostic> found = new ArrayList<>();
        com.google.rpc.Status status = StatusProto.fromThrowable(fault);
        if (status == null) {
            return found;
        }
        for (Any detail : status.getDetailsList()) {
            if (detail.is(Diagnostics.class)) {
                found.addAll(unpack(detail).getDiagnosticsList());
            }
        }
        return found;
    }

    private static Diagnostics unpack(Any detail) {
        try {
            return detail.unpack(Diagnostics.class);
        } catch (InvalidProtocolBufferException e) {
            return Diagnostics.getDefaultInstance();
        }
    }

    /** In the form that the front end prints. */
    static String line(io.vmregistry.proto.v1.Diagnostic finding) {
        boolean warning = finding.getSeverity() == io.vmregistry.proto.v1.Diagnostic.Severity.SEVERITY_WARNING;
        return "%s:%d:%d: %s[%s]: %s%s"
                .formatted(
                        finding.getFile(),
                        finding.getStartLine(),
                        finding.getStartColumn(),
                        warning ? "warning" : "error",
                        finding.getCode(),
                        finding.getMessage(),
                        finding.getHint().isEmpty() ? "" : " (" + finding.getHint() + ")");
    }
}
