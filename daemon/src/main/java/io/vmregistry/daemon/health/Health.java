package io.vmregistry.daemon.health;

/**
 * How one component is.
 *
 * @param message what a person would do next; empty when it is fine
 * @param url where it is; empty when it has no address
 * @param version empty when it does not say
 */
public record Health(State state, String message, String url, String version) {

    /** Whether a component can be used. */
    public enum State {
        OK,
        UNREACHABLE,
        NOT_CONFIGURED
    }

    public static Health ok(String url, String version) {
        return new Health(State.OK, "", url, version);
    }

    public static Health unreachable(String url, String message) {
        return new Health(State.UNREACHABLE, message, url, "");
    }

    public static Health notConfigured(String message) {
        return new Health(State.NOT_CONFIGURED, message, "", "");
    }
}
