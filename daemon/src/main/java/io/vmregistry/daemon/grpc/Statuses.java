package io.vmregistry.daemon.grpc;

import com.google.protobuf.Any;
import com.google.rpc.Code;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.vmregistry.proto.v1.Diagnostics;
import io.vmregistry.store.StoreException;
import java.util.UUID;
import org.jboss.logging.Logger;

/** The one place that knows how a fault becomes a status. */
final class Statuses {

    private static final Logger LOG = Logger.getLogger(Statuses.class);

    private Statuses() {}

    /** The status that the caller gets; a fault that nobody foresaw is logged once, with an id that the caller sees. */
    static StatusRuntimeException from(Throwable fault) {
        return switch (fault) {
            case StatusRuntimeException e -> e;
            case StoreException e -> of(e).withCause(e).asRuntimeException();
            default -> incident(fault).asRuntimeException();
        };
    }

    private static Status of(StoreException fault) {
        Status status = switch (fault) {
            case StoreException.BlobUnknown e -> Status.NOT_FOUND;
            case StoreException.ManifestUnknown e -> Status.NOT_FOUND;
            case StoreException.ManifestBlobUnknown e -> Status.FAILED_PRECONDITION;
            case StoreException.UploadUnknown e -> Status.ABORTED;
            case StoreException.DigestMismatch e -> Status.INVALID_ARGUMENT;
            case StoreException.OffsetMismatch e -> Status.ABORTED;
            case StoreException.StoreFull e -> Status.RESOURCE_EXHAUSTED;
            case StoreException.StoreUnavailable e -> Status.UNAVAILABLE;
        };
        return status.withDescription(fault.getMessage());
    }

    /** INVALID_ARGUMENT with the findings of a document in its details. */
    static StatusRuntimeException invalid(String message, Diagnostics diagnostics) {
        return StatusProto.toStatusRuntimeException(com.google.rpc.Status.newBuilder()
                .setCode(Code.INVALID_ARGUMENT_VALUE)
                .setMessage(message)
                .addDetails(Any.pack(diagnostics))
                .build());
    }

    /** A defect: logged here, and only here. */
    static Status incident(Throwable fault) {
        String id = UUID.randomUUID().toString();
        LOG.errorf(fault, "Incident %s", id);
        return Status.INTERNAL.withDescription(
                "The daemon failed in a way that it does not know. Look for incident %s in its log and report it."
                        .formatted(id));
    }
}
