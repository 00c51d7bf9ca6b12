package io.vmregistry.client.http;

import java.time.Duration;

/**
 * How patient an HTTP client is. There is no limit on a whole exchange: a disk takes as long as it takes.
 *
 * @param connectTimeout until the connection stands
 * @param idleTimeout without a single byte moving in either direction
 * @param closingIdleTimeout as {@code idleTimeout}, for requests after which the server writes a blob to its disk
 * @param userAgent sent with every request
 */
public record HttpSettings(
        Duration connectTimeout, Duration idleTimeout, Duration closingIdleTimeout, String userAgent) {

    public static final HttpSettings DEFAULT =
            new HttpSettings(Duration.ofSeconds(10), Duration.ofSeconds(60), Duration.ofMinutes(10), "vm-registry/0.1");

    public HttpSettings {
        if (!connectTimeout.isPositive() || !idleTimeout.isPositive() || !closingIdleTimeout.isPositive()) {
            throw new IllegalArgumentException("timeouts must be positive");
        }
    }

    public HttpSettings withIdleTimeout(Duration timeout) {
        return new HttpSettings(connectTimeout, timeout, timeout, userAgent);
    }
}
