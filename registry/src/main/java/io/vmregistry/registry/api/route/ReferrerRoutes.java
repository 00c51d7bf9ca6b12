package io.vmregistry.registry.api.route;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.vmregistry.registry.access.Gate;
import io.vmregistry.registry.access.Need;
import io.vmregistry.registry.api.Exchange;
import io.vmregistry.registry.content.ReferrerDescriptor;
import io.vmregistry.registry.content.ReferrerPage;
import io.vmregistry.registry.content.RepositoryManifests;
import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.RepositoryName;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * {@code GET <repository>/referrers/<digest>}: the manifests that name a subject, as an image index, which is empty when
 * there are none. The subject need not be there, nor the repository.
 */
final class ReferrerRoutes {

    private static final String INDEX = "application/vnd.oci.image.index.v1+json";
    private static final JsonFactory JSON = new JsonFactory();

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
        exchange.send(200, INDEX, index(page));
    }

    private static byte[] index(ReferrerPage page) {
        ByteArrayOutputStream index = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(new OutputStreamWriter(index, UTF_8))) {
            json.writeStartObject();
            json.writeNumberField("schemaVersion", 2);
            json.writeStringField("mediaType", INDEX);
            json.writeArrayFieldStart("manifests");
            for (ReferrerDescriptor referrer : page.referrers()) {
                write(json, referrer);
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return index.toByteArray();
    }

    private static void write(JsonGenerator json, ReferrerDescriptor referrer) throws IOException {
        json.writeStartObject();
        json.writeStringField("mediaType", referrer.mediaType());
        json.writeStringField("digest", referrer.digest().toString());
        json.writeNumberField("size", referrer.size());
        if (!referrer.artifactType().isEmpty()) {
            json.writeStringField("artifactType", referrer.artifactType());
        }
        if (referrer.annotations().isPresent()) {
            json.writeFieldName("annotations");
            json.writeRawValue(referrer.annotations().get());
        }
        json.writeEndObject();
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
}
