package io.vmregistry.daemon.machine;

import io.vmregistry.daemon.hypervisor.MachineName;
import io.vmregistry.spec.reference.ImageReference;

/** What can go wrong with a machine, apart from its hypervisor. One class for each thing a caller can do about it. */
public abstract sealed class MachineException extends RuntimeException {

    private MachineException(String message) {
        super(message);
    }

    private MachineException(String message, Throwable cause) {
        super(message, cause);
    }

    /** There is no such machine. */
    public static final class MachineUnknown extends MachineException {
        public MachineUnknown(MachineSelector selector) {
            super("There is no machine \"%s\". \"vmr list\" shows what there is.".formatted(selector));
        }
    }

    /** The name is taken. */
    public static final class MachineExists extends MachineException {
        public MachineExists(MachineName name) {
            super(("Tried to create machine \"%s\" but failed because there is one of that name. "
                            + "Choose another with --vm-name, or remove it with \"vmr rm %s\".")
                    .formatted(name, name));
        }
    }

    /** The image is not on this host. */
    public static final class ImageUnknown extends MachineException {
        public ImageUnknown(ImageReference image) {
            super(("Tried to run image \"%s\" but failed because it is not on this host. "
                            + "Get it with \"vmr pull %s\"; \"vmr images\" shows what there is.")
                    .formatted(image, image));
        }
    }

    /** Such a machine cannot be. */
    public static final class RequestInvalid extends MachineException {
        public RequestInvalid(String message) {
            super(message);
        }
    }

    /** Not while the machine is in this state. */
    public static final class WrongState extends MachineException {
        public WrongState(String message) {
            super(message);
        }
    }

    /** The machine did not come to the state in time. */
    public static final class WaitTimeout extends MachineException {
        public WaitTimeout(String message) {
            super(message);
        }
    }

    /** The host has no room left. Free some, then repeat the same call. */
    public static final class HostFull extends MachineException {
        public HostFull(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The host failed: a tool, a file. The message tells which and why. */
    public static final class HostFailed extends MachineException {
        public HostFailed(String message) {
            super(message);
        }

        public HostFailed(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
