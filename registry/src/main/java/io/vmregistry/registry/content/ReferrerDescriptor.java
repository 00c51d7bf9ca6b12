package io.vmregistry.registry.content;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.vmregistry.spec.reference.Digest;
import io.vmregistry.store.manifest.StoredManifest;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A manifest as the list of referrers describes it (OCI distribution specification, "Listing Referrers").
 *
 * @param artifactType its own, or the media type of its configuration; empty when it has neither
 * @param annotations the manifest's own
 */
public record ReferrerDescriptor(
        String mediaType, Digest digest, long size, String artifactType, Map<String, String> annotations) {

    /** As for {@code ManifestOutline}: a document of many different names would fill the table that parsers share. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .build();

    private static final int WITHOUT_ANNOTATIONS = 512;

    public ReferrerDescriptor {
        annotations = Map.copyOf(annotations);
    }

    /** Empty when the manifest cannot be read. */
    static Optional<ReferrerDescriptor> of(StoredManifest manifest) {
        byte[] content = manifest.content();
        try (JsonParser json = JSON.createParser(content)) {
            return json.nextToken() == JsonToken.START_OBJECT
                    ? Optional.of(read(json, manifest.mediaType(), manifest.digest(), content.length))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static ReferrerDescriptor read(JsonParser json, String mediaType, Digest digest, long size)
            throws IOException {
        String own = "";
        String configured = "";
        Map<String, String> annotations = Map.of();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            switch (name) {
                case "artifactType" -> own = value == JsonToken.VALUE_STRING ? json.getText() : "";
                case "config" -> configured = texts(json).getOrDefault("mediaType", "");
                case "annotations" -> annotations = texts(json);
                default -> json.skipChildren();
            }
            json.skipChildren();
        }
        return new ReferrerDescriptor(mediaType, digest, size, own.isEmpty() ? configured : own, annotations);
    }

    /** The members of the object at hand that are texts. */
    private static Map<String, String> texts(JsonParser json) throws IOException {
        Map<String, String> texts = new LinkedHashMap<>();
        if (json.currentToken() == JsonToken.START_OBJECT) {
            while (json.nextToken() != JsonToken.END_OBJECT) {
                String name = json.currentName();
                if (json.nextToken() == JsonToken.VALUE_STRING) {
                    texts.put(name, json.getText());
                }
                json.skipChildren();
            }
        }
        return texts;
    }

    /** About as many bytes as it takes in a list. */
    long weight() {
        return WITHOUT_ANNOTATIONS
                + annotations.entrySet().stream()
                        .mapToLong(entry ->
                                entry.getKey().length() + entry.getValue().length())
                        .sum();
    }
}
