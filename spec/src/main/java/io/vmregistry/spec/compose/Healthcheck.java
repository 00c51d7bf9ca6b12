package io.vmregistry.spec.compose;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * How to find out whether a service works.
 *
 * @param retries checks in a row that must fail before the service is unhealthy
 * @param startPeriod how long after the start failures do not count
 */
public record Healthcheck(Probe probe, Duration interval, Duration timeout, int retries, Duration startPeriod) {

    public static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(10);
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);
    public static final int DEFAULT_RETRIES = 3;
    public static final Duration DEFAULT_START_PERIOD = Duration.ofSeconds(60);

    /** One way to ask. */
    public sealed interface Probe {

        /** The guest accepts a connection. */
        record Tcp(int port) implements Probe {}

        /** The guest answers with a status from 200 to 399. */
        record Http(Scheme scheme, int port, String path) implements Probe {}

        /** A command in the guest, run by its agent, ends with 0. */
        record Exec(List<String> command) implements Probe {
            public Exec {
                command = List.copyOf(command);
            }
        }

        /** A line of the serial console matches; {@code pattern} is a valid {@link java.util.regex.Pattern}. */
        record Console(String pattern) implements Probe {}
    }

    /** How HTTP is spoken; certificates are not checked. */
    public enum Scheme {
        HTTP(80),
        HTTPS(443);

        private final int defaultPort;

        Scheme(int defaultPort) {
            this.defaultPort = defaultPort;
        }

        public int defaultPort() {
            return defaultPort;
        }

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
