package io.vmregistry.registry.api;

import java.time.Duration;

/** Is told when each request begins and when it is over. May be called from any event loop. */
public interface RequestObserver {

    void begun();

    /** Called once for each that had begun. */
    void over(Finished request);

    /**
     * A request that is over.
     *
     * @param route its path with placeholders, or {@link Exchange#NOWHERE}
     * @param method as the client wrote it
     * @param received bytes of its body
     * @param sent bytes of the response
     * @param complete whether the response was sent whole
     */
    record Finished(
            String route, String method, int status, long received, long sent, Duration took, boolean complete) {}
}
