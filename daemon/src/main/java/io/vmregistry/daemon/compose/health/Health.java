package io.vmregistry.daemon.compose.health;

/**
 * What a machine's health check says.
 *
 * @param reason the last failure; empty when there was none
 */
public record Health(State state, String reason) {

    /** A machine is starting until its first success or until failures count. */
    public enum State {
        STARTING,
        HEALTHY,
        UNHEALTHY
    }
}
