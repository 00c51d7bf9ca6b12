package io.vmregistry.registry.api.route;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vmregistry.registry.access.Caller;
import io.vmregistry.registry.access.Gate;
import io.vmregistry.registry.access.Need;
import io.vmregistry.registry.api.ApiException;
import io.vmregistry.registry.api.ErrorCode;
import io.vmregistry.registry.api.Exchange;
import io.vmregistry.registry.content.RepositoryManifests;
import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.spec.reference.Tag;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Lists of repositories and of a repository's tags, in lexical order, in pages: {@code n} entries after
 * {@code last}, and a {@code Link} to the next page while there is one (RFC 8288).
 */
final class ListingRoutes {

    private static final int MAX_PAGE = 1_000;
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

    private final ApiPaths paths;
    private final Gate gate;
    private final RepositoryManifests manifests;

    ListingRoutes(ApiPaths paths, Gate gate, RepositoryManifests manifests) {
        this.paths = paths;
        this.gate = gate;
        this.manifests = manifests;
    }

    void repositories(Exchange exchange) {
        Caller caller = exchange.admit(gate, new Need.Catalog());
        int size = size(exchange);
        List<String> found = manifests.repositories(caller, exchange.query("last"), size + 1).stream()
                .map(RepositoryName::value)
                .toList();
        send(exchange, paths.catalog(), found, size, new JsonObject(), "repositories");
    }

    void tags(Exchange exchange, RepositoryName repository) {
        exchange.admit(gate, new Need.Pull(repository));
        int size = size(exchange);
        List<String> found = manifests
                .tags(repository, exchange.query("last"), size + 1)
                .orElseThrow(() ->
                        new ApiException(404, ErrorCode.NAME_UNKNOWN, "there is no repository \"" + repository + "\""))
                .stream()
                .map(Tag::value)
                .toList();
        JsonObject answer = new JsonObject().put("name", repository.value());
        send(exchange, paths.tags(repository.value()), found, size, answer, "tags");
    }

    /** One entry more than the page holds was asked for: it tells whether there is a next page. */
    private static void send(
            Exchange exchange, String path, List<String> found, int size, JsonObject answer, String member) {
        List<String> page = found.subList(0, Math.min(size, found.size()));
        if (found.size() > size && !page.isEmpty()) {
            String last = URLEncoder.encode(page.getLast(), StandardCharsets.UTF_8);
            exchange.with("Link", "<" + path + "?n=" + size + "&last=" + last + ">; rel=\"next\"");
        }
        exchange.send(200, answer.put(member, new JsonArray(page)));
    }

    private int size(Exchange exchange) {
        String asked = exchange.query("n");
        if (asked.isEmpty()) {
            return paths.defaultPage();
        }
        if (!NUMBER.matcher(asked).matches()) {
            throw new ApiException(400, ErrorCode.PAGINATION_NUMBER_INVALID, "n is a number of entries, as in ?n=100");
        }
        return Math.min(MAX_PAGE, Integer.parseInt(asked));
    }
}
