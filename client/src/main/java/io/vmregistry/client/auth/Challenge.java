package io.vmregistry.client.auth;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/** How a registry wants to be told who is asking: a {@code WWW-Authenticate} header (RFC 9110, section 11.6.1). */
public sealed interface Challenge {

    /**
     * A token, which is to be had elsewhere (RFC 6750, and the Docker registry's token specification).
     *
     * @param scopes empty when the registry names none
     */
    record Bearer(URI realm, Optional<String> service, List<String> scopes) implements Challenge {
        public Bearer {
            scopes = List.copyOf(scopes);
        }
    }

    /** A name and a password with each request (RFC 7617). */
    record Basic() implements Challenge {}

    /** The first header that can be answered; tokens before passwords. */
    static Optional<Challenge> choose(List<String> headers) {
        List<Challenge> answerable =
                headers.stream().flatMap(header -> parse(header).stream()).toList();
        return answerable.stream()
                .filter(Bearer.class::isInstance)
                .findFirst()
                .or(() -> answerable.stream().findFirst());
    }

    /** Empty when the header is of another scheme, or its realm no http address. */
    static Optional<Challenge> parse(String header) {
        String text = header.strip();
        if (text.regionMatches(true, 0, "Bearer ", 0, 7)) {
            return BearerParameters.read(text.substring(7));
        }
        return text.equalsIgnoreCase("Basic") || text.regionMatches(true, 0, "Basic ", 0, 6)
                ? Optional.of(new Basic())
                : Optional.empty();
    }
}
