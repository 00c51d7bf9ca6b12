package io.vmregistry.registry;

import static io.vmregistry.registry.Content.CONFIG;
import static io.vmregistry.registry.Content.alice;
import static io.vmregistry.registry.Content.random;
import static io.vmregistry.registry.Content.request;
import static io.vmregistry.registry.SeedContent.manifest;
import static io.vmregistry.registry.SeedContent.pushBlob;
import static io.vmregistry.registry.SeedContent.putManifest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vmregistry.spec.reference.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Blobs over /v1: pushed in one go, pulled whole and in parts. */
@QuarkusTest
@QuarkusTestResource(RegistryFixture.class)
class SeedBlobsHttpTest {

    @TestHTTPResource
    URI server;

    @ConfigProperty(name = "test.store")
    Path store;

    @Test
    void anEmptyBlobCanBePushedAndPulled() {
        String digest = pushBlob("alice/empty", new byte[0]);
        alice().get("/v1/alice/empty/blobs/" + digest).then().statusCode(200).header("Content-Length", "0");
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-9, 206, 0, 10, bytes 0-9/1000",
        "bytes=990-, 206, 990, 1000, bytes 990-999/1000",
        "bytes=-5, 206, 995, 1000, bytes 995-999/1000",
        "'bytes=0-1,5-6', 200, 0, 1000,",
        "bytes=x, 200, 0, 1000,"
    })
    void servesRanges(String range, int status, int from, int to, String contentRange) {
        byte[] content = random(77, 1000);
        pushBlob("alice/ranges", content);
        Response response = alice().header("Range", range).get("/v1/alice/ranges/blobs/" + Digest.of(content));
        response.then().statusCode(status);
        assertThat(response.header("Content-Range")).isEqualTo(contentRange);
        assertThat(response.asByteArray()).isEqualTo(Arrays.copyOfRange(content, from, to));
    }

    @Test
    void refusesARangeBehindTheEndAndAnswersConditions() {
        byte[] content = random(78, 100);
        String digest = pushBlob("alice/ranges", content);
        String path = "/v1/alice/ranges/blobs/" + digest;
        alice().header("Range", "bytes=100-")
                .get(path)
                .then()
                .statusCode(416)
                .header("Content-Range", "bytes */100")
                .body("errors[0].code", equalTo("RANGE_INVALID"));
        alice().header("If-None-Match", "\"" + digest + "\"").get(path).then().statusCode(304);
        alice().header("If-Range", "\"old\"")
                .header("Range", "bytes=0-1")
                .get(path)
                .then()
                .statusCode(200);
        alice().header("If-Range", "\"" + digest + "\"")
                .header("Range", "bytes=0-1")
                .get(path)
                .then()
                .statusCode(206);
    }

    @Test
    void refusesABlobWhoseDigestDiffersAndKeepsNothing() throws IOException {
        byte[] content = random(79, 100_000);
        String claimed = Digest.of(random(80, 1)).toString();
        alice().body(content)
                .put("/v1/alice/wrong/blobs/" + claimed)
                .then()
                .statusCode(400)
                .body("errors[0].code", equalTo("DIGEST_INVALID"));
        alice().get("/v1/alice/wrong/blobs/" + claimed).then().statusCode(404);
        assertThat(store.resolve("blobs/sha256/" + Digest.of(content).hex())).doesNotExist();
    }

    @Test
    void aBlobOfAnotherRepositoryIsUnknown() {
        byte[] content = random(81, 100);
        String digest = pushBlob("alice/one", content);
        alice().get("/v1/alice/two/blobs/" + digest)
                .then()
                .statusCode(404)
                .body("errors[0].code", equalTo("BLOB_UNKNOWN"));
        alice().head("/v1/alice/two/blobs/" + digest).then().statusCode(404);
        pushBlob("alice/two", CONFIG);
        putManifest("alice/two", "latest", manifest(CONFIG, content))
                .then()
                .statusCode(400)
                .body("errors[0].code", equalTo("MANIFEST_BLOB_UNKNOWN"))
                .body("errors[0].message", containsString(digest));
        alice().get("/v1/alice/two/manifests/latest").then().statusCode(404);
    }

    @Test
    void concurrentPushesOfOneBlobAllSucceed() throws Exception {
        byte[] content = random(84, 2_000_000);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> pushes = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                pushes.add(threads.submit(() -> pushBlob("alice/concurrent", content)));
            }
            for (Future<String> push : pushes) {
                assertThat(push.get()).isEqualTo(Digest.of(content).toString());
            }
        }
    }

    /** Three hundred MiB through a heap that other tests share: nothing may hold on to a body. */
    @Test
    void aLargeBlobIsStreamedInBothDirections() throws Exception {
        long size = 300L * 1024 * 1024;
        MessageDigest hash = Digest.Algorithm.SHA256.newHash();
        byte[] buffer = new byte[1024 * 1024];
        try (InputStream content = new NumberedBlocks(size)) {
            for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
                hash.update(buffer, 0, read);
            }
        }
        Digest digest = Digest.from(Digest.Algorithm.SHA256, hash.digest());
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest put = request(server, "/v1/alice/huge/blobs/" + digest)
                    .PUT(HttpRequest.BodyPublishers.ofInputStream(() -> new NumberedBlocks(size)))
                    .build();
            assertThat(client.send(put, HttpResponse.BodyHandlers.discarding()).statusCode())
                    .isEqualTo(201);
            HttpResponse<InputStream> got = client.send(
                    request(server, "/v1/alice/huge/blobs/" + digest).build(),
                    HttpResponse.BodyHandlers.ofInputStream());
            MessageDigest received = Digest.Algorithm.SHA256.newHash();
            try (InputStream body = got.body()) {
                for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                    received.update(buffer, 0, read);
                }
            }
            assertThat(Digest.from(Digest.Algorithm.SHA256, received.digest())).isEqualTo(digest);
        }
        Files.delete(store.resolve("blobs/sha256/" + digest.hex()));
    }
}
