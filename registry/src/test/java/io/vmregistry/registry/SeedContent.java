package io.vmregistry.registry;

import static io.vmregistry.registry.Content.CONFIG;
import static io.vmregistry.registry.Content.alice;
import static io.vmregistry.registry.Content.descriptor;
import static io.vmregistry.registry.Content.random;

import io.restassured.response.Response;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vmregistry.spec.reference.Digest;

/** What tests push over /v1, and how. */
final class SeedContent {

    static final String MANIFEST = "application/vnd.vmregistry.manifest.v1+json";

    private SeedContent() {}

    static String pushBlob(String repository, byte[] content) {
        String digest = Digest.of(content).toString();
        alice().body(content)
                .put("/v1/" + repository + "/blobs/" + digest)
                .then()
                .statusCode(201)
                .header("Location", "/v1/" + repository + "/blobs/" + digest);
        return digest;
    }

    static byte[] manifest(byte[] config, byte[] layer) {
        return new JsonObject()
                .put("schemaVersion", 2)
                .put("mediaType", MANIFEST)
                .put("config", descriptor("application/vnd.vmregistry.config.v1+json", config))
                .put("layers", new JsonArray().add(descriptor("application/vnd.vmregistry.disk.v1", layer)))
                .toBuffer()
                .getBytes();
    }

    static Response putManifest(String repository, String reference, byte[] manifest) {
        return alice().contentType(MANIFEST).body(manifest).put("/v1/" + repository + "/manifests/" + reference);
    }

    /** Pushes an image of one layer and returns its digest. */
    static String pushImage(String repository, String tag) {
        byte[] layer = layer(tag);
        pushBlob(repository, CONFIG);
        pushBlob(repository, layer);
        byte[] manifest = manifest(CONFIG, layer);
        putManifest(repository, tag, manifest).then().statusCode(201);
        return Digest.of(manifest).toString();
    }

    /** The layer of the image that was pushed under this tag. */
    static byte[] layer(String tag) {
        return random(tag.hashCode(), 5000);
    }
}
