package io.vmregistry.client.transfer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vmregistry.client.ClientException;
import io.vmregistry.client.registry.ManifestContent;
import io.vmregistry.spec.image.Descriptor;
import io.vmregistry.spec.reference.Digest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The blobs that a manifest names: its configuration and its layers, each digest once. */
final class ManifestBlobs {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private ManifestBlobs() {}

    /** @throws ClientException.Incomprehensible when the manifest is none, or names no layer */
    static List<Descriptor> of(ManifestContent manifest, String tried) {
        JsonNode tree = tree(manifest, tried);
        List<JsonNode> named = new ArrayList<>();
        named.add(tree.path("config"));
        tree.path("layers").forEach(named::add);
        if (named.size() == 1) {
            throw new ClientException.Incomprehensible(
                    tried, "its manifest of type \"" + manifest.mediaType() + "\" names no disk");
        }
        Map<Digest, Descriptor> blobs = new LinkedHashMap<>();
        for (JsonNode node : named) {
            Descriptor blob = descriptor(node, tried);
            blobs.putIfAbsent(blob.digest(), blob);
        }
        return List.copyOf(blobs.values());
    }

    private static JsonNode tree(ManifestContent manifest, String tried) {
        try {
            return JSON.readTree(manifest.bytes());
        } catch (IOException e) {
            throw new ClientException.Incomprehensible(tried, "its manifest is not JSON", e);
        }
    }

    private static Descriptor descriptor(JsonNode node, String tried) {
        Digest digest = Digest.parse(node.path("digest").asText(""))
                .orElseThrow(() -> new ClientException.Incomprehensible(
                        tried,
                        "its manifest names a blob by \"" + node.path("digest").asText("") + "\""));
        JsonNode size = node.path("size");
        if (!size.canConvertToLong() || size.asLong() < 0) {
            throw new ClientException.Incomprehensible(tried, "its manifest does not say how long " + digest + " is");
        }
        return Descriptor.of(node.path("mediaType").asText(""), digest, size.asLong());
    }
}
