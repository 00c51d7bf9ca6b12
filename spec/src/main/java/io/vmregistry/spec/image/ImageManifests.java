package io.vmregistry.spec.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmregistry.spec.reference.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Image manifests as JSON: ours, OCI image manifests (image specification 1.1, "Image Manifest") and Docker's schema 2, which
 * has the same shape. Writing is deterministic, so that equal manifests have equal digests.
 */
public final class ImageManifests {

    /** Largest manifest that is read, in bytes; what registries agree on. */
    public static final int MAX_BYTES = 4 << 20;

    private static final int MAX_LAYERS = 10_000;
    private static final int MAX_ANNOTATIONS = 1_000;
    private static final Set<String> READABLE =
            Set.of(MediaTypes.MANIFEST, MediaTypes.OCI_MANIFEST, MediaTypes.DOCKER_MANIFEST);
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private ImageManifests() {}

    /** Never throws. An OCI manifest without {@code mediaType} is recognised by its shape, as the specification allows. */
    public static Decoded<ImageManifest> parse(byte[] json) {
        try {
            return new Decoded.Valid<>(read(JsonFields.of(JsonText.read(json, MAX_BYTES), "")));
        } catch (MalformedJsonException e) {
            return new Decoded.Invalid<>("the manifest cannot be used: " + e.problem());
        }
    }

    private static ImageManifest read(JsonFields manifest) throws MalformedJsonException {
        manifest.number("schemaVersion", 2, 2);
        String mediaType = manifest.optionalText("mediaType").orElse(MediaTypes.OCI_MANIFEST);
        if (!READABLE.contains(mediaType)) {
            throw new MalformedJsonException("its mediaType \"" + mediaType + "\" is not an image manifest's");
        }
        List<Descriptor> layers = new ArrayList<>();
        long total = 0;
        Descriptor config = descriptor(manifest.object("config"));
        for (JsonNode layer : manifest.list("layers", MAX_LAYERS)) {
            Descriptor read = descriptor(JsonFields.of(layer, "layers[" + layers.size() + "]"));
            total += read.size();
            if (total < 0) {
                throw new MalformedJsonException("its layers are larger than any disk");
            }
            layers.add(read);
        }
        return new ImageManifest(
                mediaType,
                manifest.optionalText("artifactType"),
                config,
                layers,
                manifest.texts("annotations", MAX_ANNOTATIONS));
    }

    private static Descriptor descriptor(JsonFields fields) throws MalformedJsonException {
        return new Descriptor(
                fields.text("mediaType"),
                fields.parsed("digest", Digest::parse, "a digest"),
                fields.number("size", 0, Long.MAX_VALUE / 4),
                fields.texts("annotations", MAX_ANNOTATIONS));
    }

    /** The bytes whose digest names the manifest. */
    public static byte[] toJson(ImageManifest manifest) {
        ObjectNode json = JSON.objectNode();
        json.put("schemaVersion", 2);
        json.put("mediaType", manifest.mediaType());
        manifest.artifactType().ifPresent(type -> json.put("artifactType", type));
        json.set("config", toJson(manifest.config()));
        ArrayNode layers = json.putArray("layers");
        manifest.layers().forEach(layer -> layers.add(toJson(layer)));
        annotations(manifest.annotations()).ifPresent(annotations -> json.set("annotations", annotations));
        return JsonText.write(json);
    }

    private static ObjectNode toJson(Descriptor descriptor) {
        ObjectNode json = JSON.objectNode();
        json.put("mediaType", descriptor.mediaType());
        json.put("digest", descriptor.digest().toString());
        json.put("size", descriptor.size());
        annotations(descriptor.annotations()).ifPresent(annotations -> json.set("annotations", annotations));
        return json;
    }

    private static Optional<ObjectNode> annotations(Map<String, String> annotations) {
        if (annotations.isEmpty()) {
            return Optional.empty();
        }
        ObjectNode json = JSON.objectNode();
        new TreeMap<>(annotations).forEach(json::put);
        return Optional.of(json);
    }
}
