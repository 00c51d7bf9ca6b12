package io.vmregistry.registry.content;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.vmregistry.spec.reference.Digest;
import io.vmregistry.store.manifest.StoredManifest;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Optional;

/**
 * A manifest as the list of referrers describes it (OCI distribution specification, "Listing Referrers").
 *
 * @param size the manifest's, in bytes
 * @param artifactType its own, or the media type of its configuration; empty when it has neither
 * @param annotations the manifest's own, a JSON object of texts: as a map, hundreds of thousands of tiny ones would take
 *     ten times their size; empty when there are none
 */
public record ReferrerDescriptor(
        String mediaType, Digest digest, long size, String artifactType, Optional<String> annotations) {

    /** As for {@code ManifestOutline}: a document of many different names would fill the table that parsers share. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .build();

    /** Empty when the manifest cannot be read. */
    static Optional<ReferrerDescriptor> of(StoredManifest manifest) {
        try (JsonParser json = JSON.createParser(manifest.stream())) {
            return json.nextToken() == JsonToken.START_OBJECT
                    ? Optional.of(read(json, manifest.mediaType(), manifest.digest(), manifest.size()))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static ReferrerDescriptor read(JsonParser json, String mediaType, Digest digest, long size)
            throws IOException {
        String own = "";
        String configured = "";
        Optional<String> annotations = Optional.empty();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            switch (name) {
                case "artifactType" -> own = value == JsonToken.VALUE_STRING ? json.getText() : "";
                case "config" -> configured = mediaType(json);
                case "annotations" -> annotations = texts(json);
                default -> {}
            }
            json.skipChildren();
        }
        return new ReferrerDescriptor(mediaType, digest, size, own.isEmpty() ? configured : own, annotations);
    }

    /** The media type in the descriptor at hand; empty when it has none. */
    private static String mediaType(JsonParser json) throws IOException {
        String mediaType = "";
        if (json.currentToken() == JsonToken.START_OBJECT) {
            while (json.nextToken() != JsonToken.END_OBJECT) {
                String name = json.currentName();
                JsonToken value = json.nextToken();
                if (name.equals("mediaType")) {
                    mediaType = value == JsonToken.VALUE_STRING ? json.getText() : "";
                }
                json.skipChildren();
            }
        }
        return mediaType;
    }

    /** The members of the object at hand that are texts, in order; empty when there are none. */
    private static Optional<String> texts(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            return Optional.empty();
        }
        boolean any = false;
        StringWriter texts = new StringWriter();
        try (JsonGenerator copy = JSON.createGenerator(texts)) {
            copy.writeStartObject();
            while (json.nextToken() != JsonToken.END_OBJECT) {
                String name = json.currentName();
                if (json.nextToken() == JsonToken.VALUE_STRING) {
                    copy.writeStringField(name, json.getText());
                    any = true;
                }
                json.skipChildren();
            }
            copy.writeEndObject();
        }
        return any ? Optional.of(texts.toString()) : Optional.empty();
    }
}
