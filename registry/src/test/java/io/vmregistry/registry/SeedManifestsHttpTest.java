package io.vmregistry.registry;

import static io.vmregistry.registry.Content.CONFIG;
import static io.vmregistry.registry.Content.alice;
import static io.vmregistry.registry.Content.blob;
import static io.vmregistry.registry.Content.repository;
import static io.vmregistry.registry.Content.request;
import static io.vmregistry.registry.SeedContent.MANIFEST;
import static io.vmregistry.registry.SeedContent.layer;
import static io.vmregistry.registry.SeedContent.manifest;
import static io.vmregistry.registry.SeedContent.pushBlob;
import static io.vmregistry.registry.SeedContent.pushImage;
import static io.vmregistry.registry.SeedContent.putManifest;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vmregistry.spec.reference.Digest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Manifests and tags over /v1, and the images that they make. */
@QuarkusTest
@QuarkusTestResource(RegistryFixture.class)
class SeedManifestsHttpTest {

    @TestHTTPResource
    URI server;

    @Test
    void anImageIsPushedAndPulled() {
        String repository = repository();
        String digest = pushImage(repository, "latest");
        alice().get("/v1/" + repository + "/manifests/latest")
                .then()
                .statusCode(200)
                .contentType(MANIFEST)
                .header("Docker-Content-Digest", digest)
                .header("ETag", "\"" + digest + "\"");
        alice().header("If-None-Match", "\"" + digest + "\"")
                .get("/v1/" + repository + "/manifests/latest")
                .then()
                .statusCode(304);
        alice().head("/v1/" + repository + "/manifests/" + digest)
                .then()
                .statusCode(200)
                .header("Content-Length", not("0"));
        alice().get("/v1/" + repository + "/tags")
                .then()
                .statusCode(200)
                .body("name", equalTo(repository))
                .body("tags", contains("latest"));
        byte[] layer = layer("latest");
        String blob = "/v1/" + repository + "/blobs/" + Digest.of(layer);
        alice().head(blob)
                .then()
                .statusCode(200)
                .header("Content-Length", "5000")
                .header("Accept-Ranges", "bytes");
        assertThat(alice().get(blob).then().statusCode(200).extract().asByteArray())
                .isEqualTo(layer);
    }

    @Test
    void deletesManifestsThenBlobs() {
        String repository = repository();
        String digest = pushImage(repository, "latest");
        String blob = "/v1/" + repository + "/blobs/" + Digest.of(layer("latest"));
        alice().delete(blob).then().statusCode(409).body("errors[0].code", equalTo("BLOB_IN_USE"));
        alice().delete("/v1/" + repository + "/manifests/" + digest).then().statusCode(202);
        alice().get("/v1/" + repository + "/manifests/latest")
                .then()
                .statusCode(404)
                .body("errors[0].code", equalTo("MANIFEST_UNKNOWN"));
        alice().delete(blob).then().statusCode(202);
        alice().delete(blob).then().statusCode(404);
        alice().get(blob).then().statusCode(404);
        alice().get("/v1/" + repository + "/tags")
                .then()
                .statusCode(404)
                .body("errors[0].code", equalTo("NAME_UNKNOWN"));
    }

    @Test
    void refusesManifestsThatAreNone() {
        pushBlob("alice/bad", CONFIG);
        for (String bad :
                List.of("", "[]", "null", "{", "{\"schemaVersion\":1,\"layers\":[]}", "{\"schemaVersion\":2}")) {
            putManifest("alice/bad", "latest", bad.getBytes(UTF_8))
                    .then()
                    .statusCode(400)
                    .body("errors[0].code", equalTo("MANIFEST_INVALID"));
        }
        byte[] good = manifest(CONFIG, CONFIG);
        putManifest("alice/bad", Digest.of(CONFIG).toString(), good)
                .then()
                .statusCode(400)
                .body("errors[0].code", equalTo("DIGEST_INVALID"));
        alice().contentType("application/json")
                .body(good)
                .put("/v1/alice/bad/manifests/latest")
                .then()
                .statusCode(400)
                .body("errors[0].message", containsString("Content-Type"));
        putManifest("alice/bad", Digest.of(good).toString(), good).then().statusCode(201);
    }

    @Test
    void refusesAManifestThatIsTooLarge() throws Exception {
        alice().contentType(MANIFEST)
                .body(new byte[4 * 1024 * 1024 + 1])
                .put("/v1/alice/large/manifests/latest")
                .then()
                .statusCode(413)
                .body("errors[0].code", equalTo("SIZE_INVALID"));
        HttpRequest unannounced = request(server, "/v1/alice/large/manifests/latest")
                .PUT(HttpRequest.BodyPublishers.ofInputStream(() -> new NumberedBlocks(8L * 1024 * 1024)))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            assertThat(client.send(unannounced, HttpResponse.BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(413);
        }
    }

    @Test
    void repositoriesMayBeCalledLikeRoutes() {
        for (String repository :
                List.of("alice/blobs/uploads", "alice/manifests", "alice/tags", "alice/v1/repositories")) {
            pushImage(repository, "tags");
            alice().get("/v1/" + repository + "/manifests/tags").then().statusCode(200);
        }
    }
}
