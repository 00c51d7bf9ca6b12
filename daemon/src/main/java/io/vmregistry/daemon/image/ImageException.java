package io.vmregistry.daemon.image;

import io.vmregistry.spec.diagnostic.Diagnostic;
import java.nio.file.Path;
import java.util.List;

/** What can go wrong with this host's images. One class for each thing a caller can do about it. */
public abstract sealed class ImageException extends RuntimeException {

    private ImageException(String message) {
        super(message);
    }

    private ImageException(String message, Throwable cause) {
        super(message, cause);
    }

    /** There is no such image here. Pull it, or look for its name. */
    public static final class ImageUnknown extends ImageException {
        public ImageUnknown(String reference) {
            super(("Tried to find image \"%s\" but failed because it is not on this host. Get it with \"vmr pull %s\"; "
                            + "\"vmr images\" shows what there is.")
                    .formatted(reference, reference));
        }
    }

    /** Machines were made from it. Remove them first, or insist. */
    public static final class ImageInUse extends ImageException {
        public ImageInUse(String reference, List<String> machines) {
            super(("Tried to remove image \"%s\" but failed because machines were made from it: %s. Remove them with "
                            + "\"vmr rm\", or use --force: they keep their disks.")
                    .formatted(reference, String.join(", ", machines)));
        }
    }

    /** A VMFile has errors. */
    public static final class InvalidVmFile extends ImageException {
        private final List<Diagnostic> diagnostics;

        public InvalidVmFile(String name, List<Diagnostic> diagnostics) {
            super("%s has errors: %s"
                    .formatted(
                            name,
                            String.join(
                                    "; ",
                                    diagnostics.stream()
                                            .filter(Diagnostic::isError)
                                            .map(Diagnostic::render)
                                            .toList())));
            this.diagnostics = List.copyOf(diagnostics);
        }

        /** Errors and warnings, in the order of the text. */
        public List<Diagnostic> diagnostics() {
            return diagnostics;
        }
    }

    /** The disk is not what the VMFile says, or not whole. */
    public static final class InvalidDisk extends ImageException {
        public InvalidDisk(String problem, String advice) {
            super("Tried to import the disk but failed because %s. %s".formatted(problem, advice));
        }
    }

    /** The request cannot be understood. */
    public static final class InvalidRequest extends ImageException {
        public InvalidRequest(String message) {
            super(message);
        }
    }

    /** An image is here, but its manifest or its configuration is not one that this daemon can use. */
    public static final class UnusableImage extends ImageException {
        public UnusableImage(String reference, String problem) {
            super("Tried to use image \"%s\" but failed because %s. Pull or import it again."
                    .formatted(reference, problem));
        }
    }

    /** A setting is missing that the call needs. */
    public static final class NotConfigured extends ImageException {
        public NotConfigured(String message) {
            super(message);
        }
    }

    /** There is a file where the export should go. */
    public static final class ExportExists extends ImageException {
        public ExportExists(Path path) {
            super("Tried to export to %s but failed because it exists. Choose another name or overwrite it."
                    .formatted(path));
        }
    }

    /** The place where the export should go cannot be used. */
    public static final class ExportRefused extends ImageException {
        public ExportRefused(Path path, String reason) {
            super("Tried to export to %s but failed because %s.".formatted(path, reason));
        }

        public ExportRefused(Path path, String reason, Throwable cause) {
            super("Tried to export to %s but failed because %s.".formatted(path, reason), cause);
        }
    }

    /** The host's file system failed. */
    public static final class HostFailed extends ImageException {
        public HostFailed(String tried, Throwable cause) {
            super("Tried to %s but failed because %s.".formatted(tried, cause), cause);
        }
    }
}
