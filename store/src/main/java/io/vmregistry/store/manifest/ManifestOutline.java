package io.vmregistry.store.manifest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.vmregistry.spec.reference.Digest;
import io.vmregistry.store.manifest.ManifestReferences.Blob;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
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
 * @param subject the manifest that this one is about
 * @param alone whether nothing follows the object: other readers may refuse what has more, or read that instead
 */
public record ManifestOutline(
        int schemaVersion,
        Optional<String> mediaType,
        boolean hasContent,
        Optional<ManifestReferences> references,
        Subject subject,
        boolean alone) {

    /** What the document says of the manifest that it is about. */
    public sealed interface Subject {

        /** Nothing. */
        record None() implements Subject {}

        /** Which one; it need not be there. */
        record Named(Digest digest) implements Subject {}

        /** Something that is no descriptor. */
        record Malformed() implements Subject {}
    }

    private static final String NON_DISTRIBUTABLE = "application/vnd.oci.image.layer.nondistributable.";
    private static final String FOREIGN = "application/vnd.docker.image.rootfs.foreign.";

    /** Names are not collected: a document of many different ones would fill the table that parsers share. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .build();

    /** Empty when the content is no JSON object. */
    public static Optional<ManifestOutline> parse(byte[] content) {
        return parse(new ByteArrayInputStream(content));
    }

    /** As {@link #parse(byte[])}. */
    public static Optional<ManifestOutline> parse(InputStream content) {
        try (JsonParser json = JSON.createParser(content)) {
            return json.nextToken() == JsonToken.START_OBJECT ? Optional.of(read(json)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static ManifestOutline read(JsonParser json) throws IOException {
        int schemaVersion = 0;
        Optional<String> mediaType = Optional.empty();
        Subject subject = new Subject.None();
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
                case "subject" -> subject = value == JsonToken.VALUE_NULL ? new Subject.None() : subject(json);
                default -> json.skipChildren();
            }
        }
        return new ManifestOutline(
                schemaVersion, mediaType, !found.isEmpty(), references(found), subject, isAtEnd(json));
    }

    private static boolean isAtEnd(JsonParser json) throws IOException {
        try {
            return json.nextToken() == null;
        } catch (JsonProcessingException noJson) {
            return false;
        }
    }

    private static Subject subject(JsonParser json) throws IOException {
        return descriptor(json)
                .<Subject>map(described -> new Subject.Named(described.digest()))
                .orElseGet(Subject.Malformed::new);
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
        boolean mayBeElsewhere = false;
        boolean hasUrls = false;
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            switch (name) {
                case "digest" ->
                    digest = value == JsonToken.VALUE_STRING ? Digest.parse(json.getText()) : Optional.empty();
                case "size" -> size = wholeNumber(json).filter(number -> number >= 0);
                case "mediaType" ->
                    mayBeElsewhere = value == JsonToken.VALUE_STRING && isNonDistributable(json.getText());
                case "urls" -> hasUrls = hasItems(json);
                default -> {}
            }
            json.skipChildren();
        }
        if (digest.isEmpty() || size.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Blob(digest.get(), size.get(), mayBeElsewhere && hasUrls));
    }

    private static boolean isNonDistributable(String mediaType) {
        return mediaType.startsWith(NON_DISTRIBUTABLE) || mediaType.startsWith(FOREIGN);
    }

    /** Reads the value at hand to its end; whether it is an array with something in it. */
    private static boolean hasItems(JsonParser json) throws IOException {
        boolean any = false;
        if (json.currentToken() == JsonToken.START_ARRAY) {
            while (json.nextToken() != JsonToken.END_ARRAY) {
                any = true;
                json.skipChildren();
            }
        } else {
            json.skipChildren();
        }
        return any;
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
