package io.vmregistry.daemon.compose;

import static java.util.stream.Collectors.joining;

import io.vmregistry.spec.compose.ProjectName;
import io.vmregistry.spec.diagnostic.Diagnostic;
import java.util.List;

/** What can go wrong with a compose project. One class for each thing a caller can do about it. */
public abstract sealed class ComposeException extends RuntimeException {

    private ComposeException(String message) {
        super(message);
    }

    private ComposeException(String message, Throwable cause) {
        super(message, cause);
    }

    /** The document has errors. */
    public static final class InvalidDocument extends ComposeException {
        private final transient List<Diagnostic> diagnostics;

        public InvalidDocument(List<Diagnostic> diagnostics) {
            super(diagnostics.stream()
                    .filter(Diagnostic::isError)
                    .map(Diagnostic::render)
                    .collect(joining("\n")));
            this.diagnostics = List.copyOf(diagnostics);
        }

        /** Errors and warnings, in the order of the text. */
        public List<Diagnostic> diagnostics() {
            return diagnostics;
        }
    }

    /** The call asks for what cannot be. */
    public static final class InvalidRequest extends ComposeException {
        public InvalidRequest(String message) {
            super(message);
        }
    }

    /** Something on the host or in the document stands in the way. Nothing was touched. */
    public static final class Refused extends ComposeException {
        public Refused(String action, ProjectName project, List<String> obstacles) {
            super("Tried to %s project \"%s\" but failed because: %s"
                    .formatted(action, project, String.join(" ", obstacles)));
        }
    }

    /** Nothing on this host belongs to such a project. */
    public static final class ProjectUnknown extends ComposeException {
        public ProjectUnknown(ProjectName project) {
            super("There is no project \"%s\" on this host. \"vmr compose ps\" shows what there is."
                    .formatted(project));
        }
    }

    /** Some actions failed; the others were done. The cause is the first failure. Repeating the call does the rest. */
    public static final class Failed extends ComposeException {
        private final RuntimeException firstFault;

        public Failed(String action, ProjectName project, List<Execution.Failure> failures) {
            super(
                    "Tried to %s project \"%s\" but failed because %s. The same command does the rest."
                            .formatted(
                                    action,
                                    project,
                                    failures.stream()
                                            .map(failure -> "%s: %s"
                                                    .formatted(
                                                            failure.action().name(),
                                                            failure.cause().getMessage()))
                                            .collect(joining("; "))),
                    failures.getFirst().cause());
            this.firstFault = failures.getFirst().cause();
        }

        /** Why the first action failed. */
        public RuntimeException firstFault() {
            return firstFault;
        }
    }

    /** The caller went away. What had begun came to its end; repeating the call does the rest. */
    public static final class Cancelled extends ComposeException {
        public Cancelled(String action, ProjectName project) {
            super(
                    "Tried to %s project \"%s\" but stopped because the call was cancelled. The same command does the rest."
                            .formatted(action, project));
        }
    }

    /** A machine does not pass its health check, or ended before it did. */
    public static final class Unhealthy extends ComposeException {
        public Unhealthy(String machine, String reason) {
            super("machine \"%s\" is not healthy: %s. \"vmr logs %s\" shows its console"
                    .formatted(machine, reason, machine));
        }
    }

    /** The project's files on this host cannot be read or written. */
    public static final class HostFailed extends ComposeException {
        public HostFailed(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
