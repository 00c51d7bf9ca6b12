package io.vmregistry.daemon.disk;

/** What can go wrong with a disk file. One class for each thing a caller can do about it. */
public abstract sealed class DiskException extends RuntimeException {

    private DiskException(String message) {
        super(message);
    }

    private DiskException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Such a disk cannot be. Retrying does not help. */
    public static final class DiskUnfit extends DiskException {
        public DiskUnfit(String message) {
            super(message);
        }
    }

    /** The host has no room left. Free some, then repeat the same call. */
    public static final class DiskFull extends DiskException {
        public DiskFull(String message) {
            super(message);
        }
    }

    /** The tool is missing or failed. The message tells which and why. */
    public static final class DiskFailed extends DiskException {
        public DiskFailed(String message) {
            super(message);
        }

        public DiskFailed(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
