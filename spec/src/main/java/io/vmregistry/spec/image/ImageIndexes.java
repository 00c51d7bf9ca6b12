package io.vmregistry.spec.image;

import com.fasterxml.jackson.databind.JsonNode;
import io.vmregistry.spec.reference.Digest;
import java.util.Optional;

/** OCI image indexes (image specification 1.1, "Image Index") and Docker's manifest lists, which have the same shape. */
public final class ImageIndexes {

    private static final int MAX_MANIFESTS = 1_000;

    private ImageIndexes() {}

    public static boolean isIndex(String mediaType) {
        return mediaType.equals(MediaTypes.OCI_INDEX) || mediaType.equals(MediaTypes.DOCKER_INDEX);
    }

    /**
     * The first manifest for a platform, or the only one when it names no platform. Never throws.
     */
    public static Decoded<Digest> choose(byte[] json, Platform wanted) {
        try {
            JsonFields index = JsonFields.of(JsonText.read(json, ImageManifests.MAX_BYTES), "");
            int count = 0;
            Optional<Digest> unnamed = Optional.empty();
            for (JsonNode node : index.list("manifests", MAX_MANIFESTS)) {
                JsonFields manifest = JsonFields.of(node, "manifests[" + count++ + "]");
                Digest digest = manifest.parsed("digest", Digest::parse, "a digest");
                Optional<JsonFields> platform = manifest.optionalObject("platform");
                if (platform.isPresent() && matches(platform.get(), wanted)) {
                    return new Decoded.Valid<>(digest);
                }
                if (platform.isEmpty()) {
                    unnamed = Optional.of(digest);
                }
            }
            return count == 1 && unnamed.isPresent()
                    ? new Decoded.Valid<>(unnamed.get())
                    : new Decoded.Invalid<>("the index has no image for " + wanted);
        } catch (MalformedJsonException e) {
            return new Decoded.Invalid<>("the index cannot be used: " + e.problem());
        }
    }

    private static boolean matches(JsonFields platform, Platform wanted) throws MalformedJsonException {
        return platform.optionalText("os").filter(wanted.os()::equals).isPresent()
                && platform.optionalText("architecture")
                        .filter(wanted.architecture()::equals)
                        .isPresent();
    }
}
