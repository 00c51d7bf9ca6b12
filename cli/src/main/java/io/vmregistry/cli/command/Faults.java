package io.vmregistry.cli.command;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.vmregistry.cli.disk.DiskFaultException;
import io.vmregistry.cli.document.InvalidDocumentException;
import io.vmregistry.cli.terminal.Terminal;
import io.vmregistry.client.ClientException;
import java.util.List;
import java.util.Optional;

/** The one place that turns a failure into a line and an exit code. */
final class Faults {

    private Faults() {}

    static int report(Exception fault, Desk desk) {
        Terminal terminal = desk.terminal();
        if (desk.options().verbose) {
            fault.printStackTrace(desk.surroundings().err());
        }
        return switch (fault) {
            case InvalidDocumentException e -> {
                e.lines().forEach(terminal::complain);
                yield ExitCode.INVALID_FILE;
            }
            case DiskFaultException e -> complain(terminal, e, "", ExitCode.INVALID_FILE);
            case UsageFaultException e -> complain(terminal, e, "", ExitCode.USAGE);
            case ClientException e -> complain(terminal, e, e.hint().orElse(""), codeOf(e));
            case StatusRuntimeException e -> status(e, desk);
            case InterruptedException e -> interrupted(terminal);
            default -> complain(terminal, fault, "", ExitCode.FAILED);
        };
    }

    private static int complain(Terminal terminal, Exception fault, String hint, int code) {
        String message =
                Optional.ofNullable(fault.getMessage()).orElse(fault.getClass().getSimpleName());
        terminal.complain("error: " + sentence(message) + (hint.isEmpty() ? "" : " " + hint));
        return code;
    }

    private static String sentence(String text) {
        String line = text.strip();
        return line.endsWith(".") || line.endsWith("?") || line.endsWith("!") ? line : line + ".";
    }

    private static int interrupted(Terminal terminal) {
        terminal.complain("interrupted");
        return ExitCode.INTERRUPTED;
    }

    private static int codeOf(ClientException fault) {
        return switch (fault) {
            case ClientException.Unauthenticated e -> ExitCode.DENIED;
            case ClientException.Denied e -> ExitCode.DENIED;
            case ClientException.NotFound e -> ExitCode.NOT_FOUND;
            case ClientException.DaemonUnreachable e -> ExitCode.DAEMON_UNREACHABLE;
            case ClientException.UnsupportedAddress e -> ExitCode.USAGE;
            case ClientException.Cancelled e -> ExitCode.INTERRUPTED;
            case ClientException.Conflict e -> ExitCode.FAILED;
            case ClientException.Refused e -> ExitCode.FAILED;
            case ClientException.Unavailable e -> ExitCode.FAILED;
            case ClientException.DigestMismatch e -> ExitCode.FAILED;
            case ClientException.Incomprehensible e -> ExitCode.FAILED;
            case ClientException.LocalFault e -> ExitCode.FAILED;
            case ClientException.ConfigurationFault e -> ExitCode.FAILED;
        };
    }

    private static int status(StatusRuntimeException fault, Desk desk) {
        Terminal terminal = desk.terminal();
        if (Thread.interrupted()) {
            return interrupted(terminal);
        }
        Optional<ClientException.DaemonUnreachable> unreachable = desk.unreachable(fault.getStatus());
        if (unreachable.isPresent()) {
            return report(unreachable.get(), desk);
        }
        List<io.vmregistry.proto.v1.Diagnostic> findings = ProtoDiagnostics.of(fault);
        if (!findings.isEmpty()) {
            findings.forEach(finding -> terminal.complain(ProtoDiagnostics.line(finding)));
            return ExitCode.INVALID_FILE;
        }
        String said = Optional.ofNullable(fault.getStatus().getDescription())
                .orElse("the daemon answered " + fault.getStatus().getCode());
        terminal.complain("error: " + sentence(said) + hint(fault.getStatus().getCode(), said));
        return codeOf(fault.getStatus().getCode());
    }

    private static String hint(Status.Code code, String said) {
        return code == Status.Code.UNAUTHENTICATED && !said.contains("Run \"vmr ") ? " Run \"vmr login\"." : "";
    }

    private static int codeOf(Status.Code code) {
        return switch (code) {
            case NOT_FOUND -> ExitCode.NOT_FOUND;
            case UNAUTHENTICATED, PERMISSION_DENIED -> ExitCode.DENIED;
            case INVALID_ARGUMENT -> ExitCode.USAGE;
            case OK,
                    CANCELLED,
                    UNKNOWN,
                    DEADLINE_EXCEEDED,
                    ALREADY_EXISTS,
                    RESOURCE_EXHAUSTED,
                    FAILED_PRECONDITION,
                    ABORTED,
                    OUT_OF_RANGE,
                    UNIMPLEMENTED,
                    INTERNAL,
                    UNAVAILABLE,
                    DATA_LOSS -> ExitCode.FAILED;
        };
    }
}
