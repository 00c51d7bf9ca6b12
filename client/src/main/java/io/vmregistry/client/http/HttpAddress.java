package io.vmregistry.client.http;

import java.net.URI;
import java.util.Optional;

/** The address of a server, as people and other servers write it. */
public final class HttpAddress {

    private HttpAddress() {}

    /** Empty when the text is no http or https URL with a host. */
    public static Optional<URI> parse(String text) {
        try {
            URI uri = URI.create(text);
            boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            return http && uri.getHost() != null ? Optional.of(uri) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
