package io.vmregistry.store.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vmregistry.spec.reference.Digest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a manifest names: the blobs of its {@code config} and {@code layers}, and, for an index, other manifests. Read
 * from the document's shape, so that it holds for our manifests, OCI's and Docker's alike; layouts inside a layer are not
 * looked into.
 *
 * @param blobs with the size that the manifest claims for each
 */
public record ManifestReferences(List<Blob> blobs, Set<Digest> manifests) {

    private static final ObjectMapper JSON = new ObjectMapper();

    public ManifestReferences {
        blobs = List.copyOf(blobs);
        manifests = Set.copyOf(manifests);
    }

    /** A blob as a descriptor claims it. */
    public record Blob(Digest digest, long size) {}

    /** Empty when the content is no JSON object, or a descriptor in it has no valid digest and size. */
    public static Optional<ManifestReferences> parse(byte[] content) {
        JsonNode document;
        try {
            document = JSON.readTree(content);
        } catch (IOException e) {
            return Optional.empty();
        }
        if (document == null || !document.isObject()) {
            return Optional.empty();
        }
        List<Blob> blobs = new ArrayList<>();
        List<Blob> manifests = new ArrayList<>();
        boolean valid = (!document.has("config") || collect(document.path("config"), blobs))
                && collectAll(document.path("layers"), blobs)
                && collectAll(document.path("manifests"), manifests);
        if (!valid) {
            return Optional.empty();
        }
        Set<Digest> named = new LinkedHashSet<>();
        manifests.forEach(manifest -> named.add(manifest.digest()));
        return Optional.of(new ManifestReferences(blobs, named));
    }

    private static boolean collectAll(JsonNode descriptors, List<Blob> found) {
        if (descriptors.isMissingNode()) {
            return true;
        }
        if (!descriptors.isArray()) {
            return false;
        }
        for (JsonNode descriptor : descriptors) {
            if (!collect(descriptor, found)) {
                return false;
            }
        }
        return true;
    }

    private static boolean collect(JsonNode descriptor, List<Blob> found) {
        JsonNode size = descriptor.path("size");
        Optional<Digest> digest = Digest.parse(descriptor.path("digest").asText());
        if (digest.isEmpty() || !size.isIntegralNumber() || !size.canConvertToLong() || size.longValue() < 0) {
            return false;
        }
        found.add(new Blob(digest.get(), size.longValue()));
        return true;
    }
}
