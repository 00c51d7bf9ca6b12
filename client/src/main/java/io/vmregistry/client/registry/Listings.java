package io.vmregistry.client.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.vmregistry.client.ClientException;
import io.vmregistry.client.http.HttpCall;
import io.vmregistry.client.http.HttpReply;
import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.spec.reference.Tag;
import io.vmregistry.spec.scope.Action;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** {@code GET /<repository>/tags} and {@code GET /repositories}, page by page along their {@code Link} (RFC 8288). */
final class Listings {

    private static final Pattern NEXT = Pattern.compile("<([^>]*)>\\s*;[^,]*\\brel\\s*=\\s*\"?next\"?");

    private final Routes routes;
    private final Authorizer authorizer;

    Listings(Routes routes, Authorizer authorizer) {
        this.routes = routes;
        this.authorizer = authorizer;
    }

    Stream<Tag> tags(RepositoryName repository) {
        return entries(
                        routes.tags(repository),
                        "tags",
                        AccessScope.of(repository, Action.PULL),
                        "list the tags of " + repository + " at " + routes.base())
                .flatMap(text -> Tag.parse(text).stream());
    }

    Stream<RepositoryName> repositories() {
        return entries(
                        routes.repositories(),
                        "repositories",
                        AccessScope.CATALOG,
                        "list the repositories of " + routes.base())
                .flatMap(text -> RepositoryName.parse(text).stream());
    }

    private Stream<String> entries(URI first, String field, AccessScope scope, String tried) {
        return Stream.iterate(
                        Optional.of(page(first, field, scope, tried)),
                        Optional::isPresent,
                        page -> page.flatMap(Page::next).map(uri -> page(uri, field, scope, tried)))
                .flatMap(page -> page.stream().flatMap(found -> found.entries().stream()));
    }

    private Page page(URI uri, String field, AccessScope scope, String tried) {
        HttpReply reply = authorizer.send(HttpCall.of("GET", uri, tried), scope).orThrow();
        List<String> entries = new ArrayList<>();
        for (JsonNode entry : reply.json().path(field)) {
            entries.add(entry.asText());
        }
        Optional<URI> next = reply.header("Link").flatMap(Listings::next).flatMap(reply::leadsTo);
        if (next.isPresent() && (entries.isEmpty() || next.get().equals(uri))) {
            throw new ClientException.Incomprehensible(tried, "its pages go round in a circle");
        }
        return new Page(List.copyOf(entries), next);
    }

    private static Optional<String> next(String link) {
        Matcher matcher = NEXT.matcher(link);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    private record Page(List<String> entries, Optional<URI> next) {}
}
