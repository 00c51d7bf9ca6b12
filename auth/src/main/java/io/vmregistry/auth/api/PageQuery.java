package io.vmregistry.auth.api;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The parameter {@code n} of a list, and the link to its next page, as the registry has them. */
record PageQuery(int size) {

    private static final int DEFAULT_SIZE = 100;
    private static final int MAX_SIZE = 1000;

    static PageQuery parse(@Nullable String n) {
        if (n == null) {
            return new PageQuery(DEFAULT_SIZE);
        }
        if (!n.matches("[0-9]{1,9}") || Integer.parseInt(n) == 0) {
            throw Refusal.invalid(
                    "INVALID_REQUEST", "The parameter n is the size of a page, 1 to %d.".formatted(MAX_SIZE));
        }
        return new PageQuery(Math.min(Integer.parseInt(n), MAX_SIZE));
    }

    /** One more than the page holds: whether it is there tells whether there is a next page. */
    int probe() {
        return size + 1;
    }

    <T> List<T> cut(List<T> found) {
        return found.subList(0, Math.min(size, found.size()));
    }

    /**
     * Adds the link to the next page, if there is one.
     *
     * @param path the list's own, with its filters and a question mark
     * @param position what the page after an item begins with
     */
    <T> Response.ResponseBuilder link(
            Response.ResponseBuilder response, List<T> found, String path, Function<T, String> position) {
        response.header(HttpHeaders.CACHE_CONTROL, "no-store");
        if (found.size() <= size) {
            return response;
        }
        String last = URLEncoder.encode(position.apply(found.get(size - 1)), StandardCharsets.UTF_8);
        return response.header(
                HttpHeaders.LINK,
                "<%s&n=%d&last=%s>; rel=\"next\"".formatted(path, size, last).replace("?&", "?"));
    }
}
