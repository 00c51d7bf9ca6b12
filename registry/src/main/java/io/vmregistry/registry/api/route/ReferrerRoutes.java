package io.vmregistry.registry.api.route;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vmregistry.registry.access.Gate;
import io.vmregistry.registry.access.Need;
import io.vmregistry.registry.api.Exchange;
import io.vmregistry.registry.content.ReferrerDescriptor;
import io.vmregistry.registry.content.ReferrerPage;
import io.vmregistry.registry.content.RepositoryManifests;
import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.RepositoryName;
import java.net.URLEncoder;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * {@code GET <repository>/referrers/<digest>}: the manifests that name a subject, as an image index, which is empty when
 * there are none. The subject need not be there, nor the repository.
 */
final class ReferrerRoutes {

    private static final String INDEX = "application/vnd.oci.image.index.v1+json";

    private final ApiPaths paths;
    private final Gate gate;
    private final RepositoryManifests manifests;

    ReferrerRoutes(ApiPaths paths, Gate gate, RepositoryManifests manifests) {
        this.paths = paths;
        this.gate = gate;
        this.manifests = manifests;
    }

    void list(Exchange exchange, RepositoryName repository, Digest subject) {
        exchange.admit(gate, new Need.Pull(repository));
        Set<String> types = new LinkedHashSet<>(exchange.queries("artifactType"));
        types.remove("");
        ReferrerPage page = manifests.referrers(repository, subject, types, exchange.query("last"));
        if (!types.isEmpty()) {
            exchange.with("OCI-Filters-Applied", "artifactType");
        }
        page.last()
                .ifPresent(last ->
                        exchange.with("Link", "<" + next(repository, subject, types, last) + ">; rel=\"next\""));
        JsonArray described = new JsonArray();
        page.referrers().forEach(referrer -> described.add(toJson(referrer)));
        JsonObject index =
                new JsonObject().put("schemaVersion", 2).put("mediaType", INDEX).put("manifests", described);
        exchange.send(200, INDEX, index.toBuffer().getBytes());
    }

    private String next(RepositoryName repository, Digest subject, Set<String> types, Digest last) {
        StringBuilder url = new StringBuilder(paths.referrers(repository, subject))
                .append("?last=")
                .append(encoded(last.toString()));
        types.forEach(type -> url.append("&artifactType=").append(encoded(type)));
        return url.toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8);
    }

    private static JsonObject toJson(ReferrerDescriptor referrer) {
        JsonObject json = new JsonObject()
                .put("mediaType", referrer.mediaType())
                .put("digest", referrer.digest().toString())
                .put("size", referrer.size());
        if (!referrer.artifactType().isEmpty()) {
            json.put("artifactType", referrer.artifactType());
        }
        if (!referrer.annotations().isEmpty()) {
            JsonObject annotations = new JsonObject();
            referrer.annotations().forEach(annotations::put);
            json.put("annotations", annotations);
        }
        return json;
    }
}
