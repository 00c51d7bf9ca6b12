package io.vmregistry.registry;

import static io.vmregistry.registry.Content.CONFIG;
import static io.vmregistry.registry.Content.MANIFEST;
import static io.vmregistry.registry.Content.alice;
import static io.vmregistry.registry.Content.bytes;
import static io.vmregistry.registry.Content.descriptor;
import static io.vmregistry.registry.Content.image;
import static io.vmregistry.registry.Content.index;
import static io.vmregistry.registry.Content.pushBlob;
import static io.vmregistry.registry.Content.putManifest;
import static io.vmregistry.registry.Content.random;
import static io.vmregistry.registry.Content.repository;
import static io.vmregistry.registry.RawHttp.join;
import static io.vmregistry.registry.RawHttp.request;
import static io.vmregistry.registry.RawHttp.send;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import io.vmregistry.spec.reference.Digest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Manifests that are made to break whoever reads them, or repeats their texts: in a header, in an error, in the list of
 * referrers.
 */
@QuarkusTest
@QuarkusTestResource(RegistryFixture.class)
@Timeout(180)
class HostileDocumentsTest {

    /** Half of a character: JSON can write it, UTF-8 cannot. */
    private static final String HALF = "\\ud800";

    private static final String DIGEST = Digest.of(CONFIG).toString();

    @TestHTTPResource
    URI server;

    @ConfigProperty(name = "test.store")
    Path store;

    @AfterEach
    void nothingIsWrittenOutsideTheStore() throws IOException {
        RegistryFixture.assertNothingElseIn(store);
    }

    private int put(String repository, String manifest, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = Content.request(server, "/v2/" + repository + "/manifests/hostile")
                .timeout(Duration.ofSeconds(60))
                .PUT(HttpRequest.BodyPublishers.ofString(manifest));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }

    private static String manifest(String mediaType) {
        return "{\"schemaVersion\":2,\"mediaType\":\"" + mediaType + "\",\"layers\":[]}";
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/b\\r\\nX-Injected: y", "a/b\\u0000", "a/\\u00e9", "a", "a/b; q=1", "a b/c", HALF, ""})
    void mediaTypesThatAreNone(String mediaType) throws Exception {
        assertThat(put(repository(), manifest(mediaType))).isEqualTo(400);
        assertThat(put(repository(), manifest(mediaType), "Content-Type", MANIFEST))
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a b/c", "*/*", "a/b,c/d"})
    void contentTypesThatAreNone(String header) throws Exception {
        assertThat(put(repository(), "{\"schemaVersion\":2,\"layers\":[]}", "Content-Type", header))
                .isEqualTo(400);
    }

    @Test
    void mediaTypesWithoutEnd() throws Exception {
        assertThat(put(repository(), manifest("a/" + "b".repeat(100_000)))).isEqualTo(400);
        assertThat(put(repository(), manifest("a/" + "b".repeat(100_000)), "Content-Type", MANIFEST))
                .isEqualTo(400);
    }

    @Test
    void halfCharactersAreListed() throws Exception {
        String repository = repository();
        Digest subject = Digest.of(random(50, 10));
        String referrer = "{\"schemaVersion\":2,\"mediaType\":\"" + MANIFEST + "\",\"layers\":[],\"artifactType\":\"a/"
                + HALF + "\",\"annotations\":{\"" + HALF + "\":\"" + HALF + "\"},\"subject\":{\"digest\":\"" + subject
                + "\",\"size\":1}}";
        assertThat(put(repository, referrer)).isEqualTo(201);
        JsonObject index = new JsonObject(alice().get("/v2/" + repository + "/referrers/" + subject)
                .then()
                .statusCode(200)
                .extract()
                .asString());
        assertThat(index.getJsonArray("manifests").getJsonObject(0).getString("digest"))
                .isEqualTo(Digest.of(referrer.getBytes(UTF_8)).toString());
    }

    /** The specification's clients read no list that is larger than a manifest may be. */
    @Test
    void noPageOfReferrersIsLargerThanAManifest() {
        String repository = repository();
        pushBlob(repository, CONFIG);
        Digest subject = Digest.of(random(51, 10));
        for (int i = 0; i < 3; i++) {
            JsonObject annotations = new JsonObject().put("a", i + "\u00e9".repeat(1_400_000));
            byte[] referrer = bytes(image().put("annotations", annotations)
                    .put(
                            "subject",
                            new JsonObject().put("digest", subject.toString()).put("size", 1)));
            putManifest(repository, "r" + i, referrer).then().statusCode(201);
        }
        byte[] page = alice().get("/v2/" + repository + "/referrers/" + subject)
                .then()
                .statusCode(200)
                .extract()
                .asByteArray();
        assertThat(page).hasSizeLessThanOrEqualTo(4 * 1024 * 1024);
    }

    @Test
    void documentsThatAreNoManifests() throws IOException {
        pushBlob("alice/hostile", CONFIG);
        String open = "{\"schemaVersion\":2,\"mediaType\":\"" + MANIFEST + "\",";
        for (String bad : List.of(
                "[".repeat(100_000),
                "{\"a\":".repeat(100_000),
                open + "\"layers\":" + "[".repeat(100_000),
                open + "\"annotations\":" + "{\"a\":".repeat(100_000),
                open + "\"layers\":[]",
                open + "\"layers\":{}}",
                open + "\"layers\":[null]}",
                open + "\"config\":null,\"layers\":[]}",
                open + "\"config\":{\"digest\":\"" + DIGEST + "\",\"size\":1e999},\"layers\":[]}",
                open + "\"config\":{\"digest\":\"" + DIGEST + "\",\"size\":99999999999999999999},\"layers\":[]}",
                open + "\"config\":{\"digest\":\"" + DIGEST + "\",\"size\":-2},\"layers\":[]}",
                open + "\"config\":{\"digest\":\"sha256:../../../x\",\"size\":2},\"layers\":[]}",
                open + "\"config\":{\"digest\":[],\"size\":2},\"layers\":[]}",
                open + "\"layers\":[],\"subject\":{\"digest\":\"../..\",\"size\":1}}",
                "{\"schemaVersion\":" + "9".repeat(100_000) + "}",
                "{\"schemaVersion\":2,\"mediaType\":\"" + "x".repeat(100_000) + "\",\"layers\":[]}",
                "\u0000",
                "\ufeff{}",
                "")) {
            assertThat(putRaw(bad.getBytes(UTF_8))).contains(400);
        }
        byte[] invalid = open.getBytes(ISO_8859_1);
        invalid[invalid.length - 2] = (byte) 0xff;
        assertThat(putRaw(invalid)).contains(400);
    }

    /** Each is named once; ten thousands of times the same one are looked up once. */
    @Test
    void tensOfThousandsOfLayers() throws IOException {
        pushBlob("alice/hostile", CONFIG);
        String layer = "{\"digest\":\"" + DIGEST + "\",\"size\":2}";
        String open = "{\"schemaVersion\":2,\"mediaType\":\"" + MANIFEST + "\",\"config\":" + layer + ",\"layers\":[";
        String same = open + (layer + ",").repeat(40_000) + layer + "]}";
        assertThat(putRaw(same.getBytes(UTF_8))).contains(201);
        StringBuilder different = new StringBuilder(open);
        for (int i = 0; i < 40_000; i++) {
            different
                    .append("{\"digest\":\"sha256:")
                    .append("%064x".formatted(i))
                    .append("\",\"size\":2},");
        }
        assertThat(putRaw(different.append(layer).append("]}").toString().getBytes(UTF_8)))
                .contains(400);
        String tooMany = open + (layer + ",").repeat(100_000) + layer + "]}";
        Optional<Integer> refused = putRaw(tooMany.getBytes(UTF_8));
        assertThat(refused).contains(413);
    }

    @Test
    void annotationBombs() throws IOException {
        pushBlob("alice/hostile", CONFIG);
        JsonObject annotations = new JsonObject();
        for (int i = 0; i < 100_000; i++) {
            annotations.put("a" + i, "");
        }
        JsonObject subject = descriptor(MANIFEST, random(41, 7));
        byte[] bomb = bytes(image().put("annotations", annotations).put("subject", subject));
        assertThat(putRaw(bomb)).contains(201);
        JsonObject index = new JsonObject(alice().get("/v2/alice/hostile/referrers/" + subject.getString("digest"))
                .then()
                .statusCode(200)
                .extract()
                .asString());
        assertThat(index.getJsonArray("manifests").getJsonObject(0).getJsonObject("annotations"))
                .hasSize(100_000);
    }

    @Test
    void manifestsThatAreFollowedBySomethingElse() {
        String repository = repository();
        pushBlob(repository, CONFIG);
        String manifest = new String(bytes(image()), UTF_8);
        for (String more : List.of("{}", "garbage", "]")) {
            alice().contentType(MANIFEST)
                    .body((manifest + more).getBytes(UTF_8))
                    .put("/v2/" + repository + "/manifests/latest")
                    .then()
                    .statusCode(400)
                    .body("errors[0].code", equalTo("MANIFEST_INVALID"));
        }
    }

    private Optional<Integer> putRaw(byte[] content) throws IOException {
        return send(
                server,
                join(
                        request(
                                "PUT",
                                "/v2/alice/hostile/manifests/x",
                                "Content-Type: " + MANIFEST,
                                "Content-Length: " + content.length),
                        content));
    }
}
