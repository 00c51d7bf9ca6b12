package io.vmregistry.client.http;

import io.vmregistry.client.ClientException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** The one place that knows which fault a status stands for. */
final class HttpFaults {

    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,6}");

    private HttpFaults() {}

    static ClientException from(HttpReply reply) {
        String tried = reply.tried();
        String said = reply.error().map(HttpReply.ServerError::toString).orElse("");
        // As the user wrote it.
        String server = reply.uri().getScheme() + "://" + reply.uri().getRawAuthority();
        return switch (reply.status()) {
            case 401 ->
                knowsWhoAsks(reply)
                        ? new ClientException.Denied(
                                tried,
                                because(server + " does not allow it", said),
                                "Log in with \"vmr login\", or ask the owner of the repository for access.")
                        : new ClientException.Unauthenticated(
                                tried,
                                because(server + " does not know who is asking", said),
                                "Run \"vmr login\", then repeat it.");
            case 403 ->
                new ClientException.Denied(
                        tried,
                        because(server + " does not allow it", said),
                        "Ask the owner of the repository for access.");
            case 404 -> new ClientException.NotFound(tried, because(server + " does not have it", said), "");
            case 409 -> new ClientException.Conflict(tried, because(server + " says that it exists already", said), "");
            case 408, 429, 500, 502, 503, 504, 507 ->
                new ClientException.Unavailable(
                        tried,
                        because(server + " answered " + reply.status(), said),
                        reply.status() == 507
                                ? "Free some room on the server, then repeat it."
                                : "Repeat it in a while.",
                        retryAfter(reply));
            default ->
                new ClientException.Refused(
                        tried, reply.status(), because(server + " answered " + reply.status(), said), "");
        };
    }

    /** RFC 6750, 3.1: the token is good and its scope too small. A registry says so with 401, so that clients ask again. */
    private static boolean knowsWhoAsks(HttpReply reply) {
        return reply.header("WWW-Authenticate")
                .filter(challenge -> challenge.contains("error=\"insufficient_scope\""))
                .isPresent();
    }

    private static String because(String fact, String said) {
        return said.isEmpty() ? fact : fact + ": " + said;
    }

    /** Only the form in seconds: nothing of ours sends dates. */
    private static Optional<Duration> retryAfter(HttpReply reply) {
        return reply.header("Retry-After")
                .map(String::strip)
                .filter(text -> SECONDS.matcher(text).matches())
                .map(text -> Duration.ofSeconds(Long.parseLong(text)));
    }
}
