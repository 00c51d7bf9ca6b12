package io.vmregistry.registry;

import static io.vmregistry.registry.Content.MANIFEST;
import static io.vmregistry.registry.Content.repository;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vmregistry.registry.access.TestTokens;
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
}
