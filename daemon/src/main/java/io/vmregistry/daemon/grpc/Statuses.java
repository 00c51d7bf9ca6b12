package io.vmregistry.daemon.grpc;

import com.google.protobuf.Any;
import com.google.rpc.Code;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.vmregistry.client.ClientException;
import io.vmregistry.daemon.cloudinit.SeedException;
import io.vmregistry.daemon.compose.ComposeException;
import io.vmregistry.daemon.disk.DiskException;
import io.vmregistry.daemon.hypervisor.HypervisorException;
import io.vmregistry.daemon.image.ImageException;
import io.vmregistry.daemon.machine.MachineException;
import io.vmregistry.daemon.network.NetworkException;
import io.vmregistry.daemon.session.SessionException;
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
            case ClientException e -> of(e).withCause(e).asRuntimeException();
            case SessionException e -> of(e).withCause(e).asRuntimeException();
            case ImageException.InvalidVmFile e ->
                invalid(
                        String.valueOf(e.getMessage()),
                        Diagnostics.newBuilder()
                                .addAllDiagnostics(Messages.diagnostics(e.diagnostics()))
                                .build());
            case ImageException e -> of(e).withCause(e).asRuntimeException();
            case ComposeException.InvalidDocument e ->
                invalid(
                        String.valueOf(e.getMessage()),
                        Diagnostics.newBuilder()
                                .addAllDiagnostics(Messages.diagnostics(e.diagnostics()))
                                .build());
            case ComposeException e -> of(e).withCause(e).asRuntimeException();
            case MachineException e -> of(e).withCause(e).asRuntimeException();
            case HypervisorException e -> of(e).withCause(e).asRuntimeException();
            case NetworkException e -> of(e).withCause(e).asRuntimeException();
            case DiskException e -> of(e).withCause(e).asRuntimeException();
            case SeedException e ->
                Status.FAILED_PRECONDITION
                        .withDescription(e.getMessage())
                        .withCause(e)
                        .asRuntimeException();
            default -> incident(fault).asRuntimeException();
        };
    }

    private static Status of(ComposeException fault) {
        Status status = switch (fault) {
            case ComposeException.InvalidDocument e -> Status.INVALID_ARGUMENT;
            case ComposeException.InvalidRequest e -> Status.INVALID_ARGUMENT;
            case ComposeException.Refused e -> Status.FAILED_PRECONDITION;
            case ComposeException.ProjectUnknown e -> Status.NOT_FOUND;
            case ComposeException.Unhealthy e -> Status.FAILED_PRECONDITION;
            case ComposeException.Cancelled e -> Status.CANCELLED;
            case ComposeException.HostFailed e -> Status.INTERNAL;
            case ComposeException.Failed e ->
                Status.fromCode(from(e.firstFault()).getStatus().getCode());
        };
        return status.withDescription(fault.getMessage());
    }

    private static Status of(StoreException fault) {
        Status status = switch (fault) {
            case StoreException.BlobUnknown e -> Status.NOT_FOUND;
            case StoreException.ManifestUnknown e -> Status.NOT_FOUND;
            case StoreException.ManifestBlobUnknown e -> Status.FAILED_PRECONDITION;
            case StoreException.UploadUnknown e -> Status.UNAVAILABLE;
            case StoreException.UploadBusy e -> Status.UNAVAILABLE;
            case StoreException.DigestMismatch e -> Status.INVALID_ARGUMENT;
            case StoreException.OffsetMismatch e -> Status.UNAVAILABLE;
            case StoreException.StoreFull e -> Status.RESOURCE_EXHAUSTED;
            case StoreException.StoreUnavailable e -> Status.UNAVAILABLE;
        };
        return status.withDescription(fault.getMessage());
    }

    private static Status of(ClientException fault) {
        Status status = switch (fault) {
            case ClientException.Unauthenticated e -> Status.UNAUTHENTICATED;
            case ClientException.Denied e -> Status.PERMISSION_DENIED;
            case ClientException.NotFound e -> Status.NOT_FOUND;
            case ClientException.Conflict e -> Status.ALREADY_EXISTS;
            case ClientException.Refused e -> refused(e.status());
            case ClientException.Unavailable e -> Status.UNAVAILABLE;
            case ClientException.DigestMismatch e -> Status.FAILED_PRECONDITION;
            case ClientException.Incomprehensible e -> Status.FAILED_PRECONDITION;
            case ClientException.Cancelled e -> Status.CANCELLED;
            case ClientException.DaemonUnreachable e -> Status.UNAVAILABLE;
            case ClientException.UnsupportedAddress e -> Status.INVALID_ARGUMENT;
            case ClientException.LocalFault e -> Status.FAILED_PRECONDITION;
            case ClientException.ConfigurationFault e -> Status.FAILED_PRECONDITION;
        };
        String hint = fault.hint().map(text -> ". " + text).orElse("");
        return status.withDescription(fault.getMessage() + hint);
    }

    /** What an HTTP server's refusal means here. */
    private static Status refused(int http) {
        return switch (http) {
            case 400, 422 -> Status.INVALID_ARGUMENT;
            case 413, 429, 507 -> Status.RESOURCE_EXHAUSTED;
            default -> Status.FAILED_PRECONDITION;
        };
    }

    private static Status of(SessionException fault) {
        Status status = switch (fault) {
            case SessionException.NotConfigured e -> Status.FAILED_PRECONDITION;
            case SessionException.InvalidAddress e -> Status.INVALID_ARGUMENT;
            case SessionException.StorageFailed e -> Status.UNAVAILABLE;
        };
        return status.withDescription(fault.getMessage());
    }

    private static Status of(ImageException fault) {
        Status status = switch (fault) {
            case ImageException.ImageUnknown e -> Status.NOT_FOUND;
            case ImageException.ImageInUse e -> Status.FAILED_PRECONDITION;
            case ImageException.InvalidVmFile e -> Status.INVALID_ARGUMENT;
            case ImageException.InvalidDisk e -> Status.INVALID_ARGUMENT;
            case ImageException.InvalidRequest e -> Status.INVALID_ARGUMENT;
            case ImageException.UnusableImage e -> Status.FAILED_PRECONDITION;
            case ImageException.NotConfigured e -> Status.FAILED_PRECONDITION;
            case ImageException.ExportExists e -> Status.ALREADY_EXISTS;
            case ImageException.ExportRefused e -> Status.FAILED_PRECONDITION;
            case ImageException.HostFailed e -> Status.UNAVAILABLE;
        };
        return status.withDescription(fault.getMessage());
    }

    private static Status of(MachineException fault) {
        Status status = switch (fault) {
            case MachineException.MachineUnknown e -> Status.NOT_FOUND;
            case MachineException.ImageUnknown e -> Status.NOT_FOUND;
            case MachineException.MachineExists e -> Status.ALREADY_EXISTS;
            case MachineException.RequestInvalid e -> Status.INVALID_ARGUMENT;
            case MachineException.WrongState e -> Status.FAILED_PRECONDITION;
            case MachineException.WaitTimeout e -> Status.DEADLINE_EXCEEDED;
            case MachineException.HostFull e -> Status.RESOURCE_EXHAUSTED;
            case MachineException.HostFailed e -> Status.FAILED_PRECONDITION;
        };
        return status.withDescription(fault.getMessage());
    }

    private static Status of(HypervisorException fault) {
        Status status = switch (fault) {
            case HypervisorException.HypervisorUnavailable e -> Status.UNAVAILABLE;
            case HypervisorException.BackendUnknown e -> Status.INVALID_ARGUMENT;
            case HypervisorException.GuestUnknown e -> Status.FAILED_PRECONDITION;
            case HypervisorException.GuestRefused e -> Status.FAILED_PRECONDITION;
        };
        return status.withDescription(fault.getMessage());
    }

    private static Status of(NetworkException fault) {
        Status status = switch (fault) {
            case NetworkException.NetworkUnknown e -> Status.NOT_FOUND;
            case NetworkException.NetworkForeign e -> Status.FAILED_PRECONDITION;
            case NetworkException.NetworkDiffers e -> Status.ALREADY_EXISTS;
            case NetworkException.NetworkRefused e -> Status.FAILED_PRECONDITION;
            case NetworkException.NetworkUnavailable e -> Status.UNAVAILABLE;
        };
        return status.withDescription(fault.getMessage());
    }

    private static Status of(DiskException fault) {
        Status status = switch (fault) {
            case DiskException.DiskUnfit e -> Status.INVALID_ARGUMENT;
            case DiskException.DiskFull e -> Status.RESOURCE_EXHAUSTED;
            case DiskException.DiskFailed e -> Status.FAILED_PRECONDITION;
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
