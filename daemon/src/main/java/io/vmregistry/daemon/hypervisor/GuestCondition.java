package io.vmregistry.daemon.hypervisor;

/**
 * How a guest is, as its hypervisor sees it.
 *
 * @param reason why, in words; empty when the state says everything
 */
public record GuestCondition(State state, String reason) {

    public enum State {
        /** The backend knows no such guest. */
        ABSENT,
        /** It shut down, was stopped, or was never started. */
        STOPPED,
        RUNNING,
        SUSPENDED,
        /** It ended without being asked to. */
        CRASHED
    }

    public static GuestCondition of(State state) {
        return new GuestCondition(state, "");
    }
}
