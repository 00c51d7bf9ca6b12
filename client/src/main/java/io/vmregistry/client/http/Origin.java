package io.vmregistry.client.http;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Scheme, host and port: where a credential belongs. The names of the loopback interface are one host, because a
 * registry and an auth server on one machine seldom agree on which of them to use.
 */
public record Origin(String scheme, String host, int port) {

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]", "[0:0:0:0:0:0:0:1]");

    public static Origin of(URI uri) {
        String scheme = Optional.ofNullable(uri.getScheme()).orElse("").toLowerCase(Locale.ROOT);
        String host = Optional.ofNullable(uri.getHost()).orElse("").toLowerCase(Locale.ROOT);
        int port = uri.getPort() >= 0 ? uri.getPort() : scheme.equals("https") ? 443 : 80;
        return new Origin(scheme, LOOPBACK.contains(host) ? "localhost" : host, port);
    }

    /** Whether what is sent there can be read by nobody else: over TLS, or not over a network at all. */
    public boolean isPrivate() {
        return scheme.equals("https") || host.equals("localhost");
    }

    @Override
    public String toString() {
        return scheme + "://" + host + ":" + port;
    }
}
