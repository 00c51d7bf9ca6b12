package io.vmregistry.store.manifest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.vmregistry.spec.reference.Digest;
import io.vmregistry.store.manifest.ManifestReferences.Blob;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The parts of a manifest that a store has to understand, read in one pass: a tree of a document of tiny values would take
 * a hundred times its size. Of a key that is there twice the last one holds.
 *
 * @param schemaVersion 2, or 0 for anything else
 * @param mediaType what the document says of itself
 * @param hasContent whether there is any of {@code config}, {@code layers} and {@code manifests}
 * @param references empty when a descriptor has no valid digest and size
 */
public record ManifestOutline(
        int schemaVersion, Optional<String> mediaType, boolean hasContent, Optional<ManifestReferences> references) {

    /** Names are not collected: a document of many different ones would fill the table that parsers share. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .build();

    /** Empty when the content is no JSON object. */
    public static Optional<ManifestOutline> parse(byte[] content) {
        try (JsonParser json = JSON.createParser(content)) {
            return json.nextToken() == JsonToken.START_OBJECT ? Optional.of(read(json)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static ManifestOutline read(JsonParser json) throws IOException {
        int schemaVersion = 0;
        Optional<String> mediaType = Optional.empty();
        Map<String, Optional<List<Blob>>> found = new HashMap<>();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            switch (name) {
                case "schemaVersion" -> schemaVersion = wholeNumber(json).orElse(0L) == 2 ? 2 : 0;
                case "mediaType" ->
                    mediaType = value == JsonToken.VALUE_STRING ? Optional.of(json.getText()) : Optional.empty();
                case "config" -> found.put(name, descriptor(json).map(List::of));
                case "layers", "manifests" -> found.put(name, descriptors(json));
                default -> json.skipChildren();
            }
        }
        return new ManifestOutline(schemaVersion, mediaType, !found.isEmpty(), references(found));
    }

    private static Optional<ManifestReferences> references(Map<String, Optional<List<Blob>>> found) {
        if (found.values().stream().anyMatch(Optional::isEmpty)) {
            return Optional.empty();
        }
        List<Blob> blobs = new ArrayList<>();
        Optional<List<Blob>> none = Optional.of(List.of());
        found.getOrDefault("config", none).ifPresent(blobs::addAll);
        found.getOrDefault("layers", none).ifPresent(blobs::addAll);
        Set<Digest> manifests = new LinkedHashSet<>();
        found.getOrDefault("manifests", none).ifPresent(all -> all.forEach(one -> manifests.add(one.digest())));
        return Optional.of(new ManifestReferences(blobs, manifests));
    }

    private static Optional<List<Blob>> descriptors(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            json.skipChildren();
            return Optional.empty();
        }
        List<Blob> all = new ArrayList<>();
        boolean valid = true;
        while (json.nextToken() != JsonToken.END_ARRAY) {
            Optional<Blob> one = descriptor(json);
            one.ifPresent(all::add);
            valid &= one.isPresent();
        }
        return valid ? Optional.of(all) : Optional.empty();
    }

    /** Reads the value at hand to its end, whatever it is. */
    private static Optional<Blob> descriptor(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            return Optional.empty();
        }
        Optional<Digest> digest = Optional.empty();
        Optional<Long> size = Optional.empty();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            switch (name) {
                case "digest" ->
                    digest = value == JsonToken.VALUE_STRING ? Digest.parse(json.getText()) : Optional.empty();
                case "size" -> size = wholeNumber(json).filter(number -> number >= 0);
                default -> {}
            }
            json.skipChildren();
        }
        Optional<Long> known = size;
        return digest.flatMap(named -> known.map(bytes -> new Blob(named, bytes)));
    }

    /** Reads the value at hand to its end; empty when it is no whole number that fits. */
    private static Optional<Long> wholeNumber(JsonParser json) throws IOException {
        boolean fits = json.currentToken() == JsonToken.VALUE_NUMBER_INT
                && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
        Optional<Long> number = fits ? Optional.of(json.getLongValue()) : Optional.empty();
        json.skipChildren();
        return number;
    }
}
