package io.vmregistry.daemon.machine;

import java.util.Locale;

/** How a machine is, as a user sees it. */
public enum MachineState {
    /** It is being made and has not started yet. */
    CREATING,
    RUNNING,
    SUSPENDED,
    STOPPED,
    /** It ended without being asked to. */
    CRASHED,
    /** Its hypervisor cannot be asked now. */
    UNKNOWN,
    DELETING,
    /** It is gone. Only events say so. */
    DELETED;

    /** The word in listings. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it has a process now. */
    public boolean isActive() {
        return this == RUNNING || this == SUSPENDED;
    }
}
