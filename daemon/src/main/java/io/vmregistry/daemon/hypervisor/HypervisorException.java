package io.vmregistry.daemon.hypervisor;

/** What can go wrong with a hypervisor. One class for each thing a caller can do about it. */
public abstract sealed class HypervisorException extends RuntimeException {

    private HypervisorException(String message) {
        super(message);
    }

    private HypervisorException(String message, Throwable cause) {
        super(message, cause);
    }

    /** The hypervisor cannot be reached now. The message says what to do; retrying later may help. */
    public static final class HypervisorUnavailable extends HypervisorException {
        public HypervisorUnavailable(String message) {
            super(message);
        }

        public HypervisorUnavailable(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** No backend of that name is part of this daemon. */
    public static final class BackendUnknown extends HypervisorException {
        public BackendUnknown(String message) {
            super(message);
        }
    }

    /** The hypervisor has no such guest. */
    public static final class GuestUnknown extends HypervisorException {
        public GuestUnknown(String action, MachineId id) {
            super("Tried to %s guest %s but failed because the hypervisor does not know it".formatted(action, id));
        }
    }

    /** The hypervisor does not do it with this guest. Retrying the same does not help. */
    public static final class GuestRefused extends HypervisorException {
        public GuestRefused(String message) {
            super(message);
        }

        public GuestRefused(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
