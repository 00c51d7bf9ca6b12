package io.vmregistry.daemon.hypervisor;

/** How a guest came to stop. */
public enum StopOutcome {
    /** It did not run. */
    ALREADY_STOPPED,
    /** It shut itself down when asked. */
    SHUT_DOWN,
    /** It did not, and lost its power. */
    DESTROYED
}
