package io.vmregistry.registry;

import static io.vmregistry.registry.Content.CONFIG;
import static io.vmregistry.registry.Content.MANIFEST;
import static io.vmregistry.registry.Content.alice;
import static io.vmregistry.registry.Content.bytes;
import static io.vmregistry.registry.Content.image;
import static io.vmregistry.registry.Content.pushBlob;
import static io.vmregistry.registry.Content.putManifest;
import static io.vmregistry.registry.Content.random;
import static io.vmregistry.registry.Content.repository;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import io.vmregistry.registry.access.TestTokens;
import io.vmregistry.spec.reference.Digest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Manifests whose texts are made to break whoever repeats them: in a header, in an error, in the list of referrers. */
@QuarkusTest
@QuarkusTestResource(RegistryFixture.class)
class HostileDocumentsTest {

    /** Half of a character: JSON can write it, UTF-8 cannot. */
    private static final String HALF = "\\ud800";

    @TestHTTPResource
    URI server;

    private int put(String repository, String manifest, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve("/v2/" + repository + "/manifests/hostile"))
                .version(HttpClient.Version.HTTP_1_1)
                .timeout(Duration.ofSeconds(60))
                .header("Authorization", "Bearer " + TestTokens.scoped("alice", "alice/*", "*"))
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
}
