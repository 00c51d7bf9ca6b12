package io.vmregistry.registry;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vmregistry.registry.access.TestTokens;
import io.vmregistry.spec.reference.Digest;
import io.vmregistry.store.blob.BlobStore;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(RegistryFixture.class)
class RegistryHttpTest {
    private static final String MANIFEST = "application/vnd.vmregistry.manifest.v1+json";

    @TestHTTPResource
    URI server;

    @ConfigProperty(name = "test.store")
    Path store;

    @Inject
    BlobStore blobs;

    /** What an earlier test left open on purpose does not count here. */
    @BeforeEach
    void expireUploads() {
        blobs.expireUploads(Instant.now().plusSeconds(60));
    }

    private static RequestSpecification alice() {
        return given().auth().oauth2(TestTokens.scoped("alice", "alice/*", "*")).urlEncodingEnabled(false);
    }

    private static byte[] random(int seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static String repository() {
        return "alice/" + UUID.randomUUID().toString().substring(0, 8);
    }

    private static String pushBlob(String repository, byte[] content) {
        String digest = Digest.of(content).toString();
        alice().body(content)
                .put("/v1/" + repository + "/blobs/" + digest)
                .then()
                .statusCode(201)
                .header("Location", "/v1/" + repository + "/blobs/" + digest);
        return digest;
    }

    private static byte[] manifest(byte[] config, byte[] layer) {
        return new JsonObject()
                .put("schemaVersion", 2)
                .put("mediaType", MANIFEST)
                .put("config", descriptor("application/vnd.vmregistry.config.v1+json", config))
                .put("layers", new JsonArray().add(descriptor("application/vnd.vmregistry.disk.v1", layer)))
                .toBuffer()
                .getBytes();
    }

    private static JsonObject descriptor(String mediaType, byte[] content) {
        return new JsonObject()
                .put("mediaType", mediaType)
                .put("digest", Digest.of(content).toString())
                .put("size", content.length);
    }

    private static Response putManifest(String repository, String reference, byte[] manifest) {
        return alice().contentType(MANIFEST).body(manifest).put("/v1/" + repository + "/manifests/" + reference);
    }

    private static String pushImage(String repository, String tag) {
        byte[] config = "{}".getBytes(UTF_8);
        byte[] layer = random(tag.hashCode(), 5000);
        pushBlob(repository, config);
        pushBlob(repository, layer);
        byte[] manifest = manifest(config, layer);
        putManifest(repository, tag, manifest).then().statusCode(201);
        return Digest.of(manifest).toString();
    }

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
        byte[] layer = random("latest".hashCode(), 5000);
        String blob = "/v1/" + repository + "/blobs/" + Digest.of(layer);
        alice().head(blob)
                .then()
                .statusCode(200)
                .header("Content-Length", "5000")
                .header("Accept-Ranges", "bytes");
        assertThat(alice().get(blob).then().statusCode(200).extract().asByteArray())
                .isEqualTo(layer);
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
    void anEmptyBlobCanBePushedAndPulled() {
        String digest = pushBlob("alice/empty", new byte[0]);
        alice().get("/v1/alice/empty/blobs/" + digest).then().statusCode(200).header("Content-Length", "0");
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
        byte[] config = "{}".getBytes(UTF_8);
        pushBlob("alice/two", config);
        putManifest("alice/two", "latest", manifest(config, content))
                .then()
                .statusCode(400)
                .body("errors[0].code", equalTo("MANIFEST_BLOB_UNKNOWN"))
                .body("errors[0].message", containsString(digest));
        alice().get("/v1/alice/two/manifests/latest").then().statusCode(404);
    }

    @Test
    void deletesManifestsThenBlobs() {
        String repository = repository();
        String digest = pushImage(repository, "latest");
        String blob = "/v1/" + repository + "/blobs/" + Digest.of(random("latest".hashCode(), 5000));
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
    void uploadsInPieces() {
        String repository = repository();
        byte[] content = random(82, 300_000);
        String location = alice().post("/v1/" + repository + "/blobs/uploads")
                .then()
                .statusCode(202)
                .header("Location", startsWith("/v1/" + repository + "/blobs/uploads/"))
                .header("Upload-Offset", "0")
                .extract()
                .header("Location");
        alice().header("Content-Range", "0-99999")
                .body(Arrays.copyOfRange(content, 0, 100_000))
                .patch(location)
                .then()
                .statusCode(202)
                .header("Range", "0-99999");
        alice().header("Content-Range", "5-9")
                .body(new byte[5])
                .patch(location)
                .then()
                .statusCode(416)
                .header("Range", "0-99999")
                .header("Upload-Offset", "100000");
        alice().body(Arrays.copyOfRange(content, 100_000, 200_000))
                .patch(location)
                .then()
                .statusCode(202);
        alice().get(location).then().statusCode(204).header("Upload-Offset", "200000");
        given().auth()
                .oauth2(TestTokens.scoped("mallory", "alice/*", "push"))
                .get(location)
                .then()
                .statusCode(404);
        alice().body(Arrays.copyOfRange(content, 200_000, 300_000))
                .put(location)
                .then()
                .statusCode(400);
        alice().body(Arrays.copyOfRange(content, 200_000, 300_000))
                .put(location + "?digest=" + Digest.of(content))
                .then()
                .statusCode(201);
        alice().get(location).then().statusCode(404).body("errors[0].code", equalTo("BLOB_UPLOAD_UNKNOWN"));
        assertThat(alice().get("/v1/" + repository + "/blobs/" + Digest.of(content))
                        .asByteArray())
                .isEqualTo(content);
    }

    @Test
    void cancelsAnUpload() {
        String location = alice().post("/v1/alice/cancelled/blobs/uploads/").header("Location");
        alice().body(new byte[10]).patch(location).then().statusCode(202);
        alice().delete(location).then().statusCode(204);
        alice().body(new byte[10]).patch(location).then().statusCode(404);
    }

    @Test
    @Timeout(60)
    void aConnectionThatBreaksInAPatchLeavesAnUploadThatGoesOn() throws Exception {
        byte[] content = random(83, 200_000);
        String location = alice().post("/v1/alice/broken/blobs/uploads").header("Location");
        try (Socket socket = beginSending("PATCH", location, content)) {
            awaitStatus(location, 503);
        }
        awaitStatus(location, 204);
        int offset = Integer.parseInt(alice().get(location).header("Upload-Offset"));
        assertThat(offset).isBetween(0, 100_000);
        alice().header("Content-Range", offset + "-199999")
                .body(Arrays.copyOfRange(content, offset, 200_000))
                .put(location + "?digest=" + Digest.of(content))
                .then()
                .statusCode(201);
        assertThat(alice().get("/v1/alice/broken/blobs/" + Digest.of(content)).asByteArray())
                .isEqualTo(content);
    }

    @Test
    @Timeout(60)
    void aConnectionThatBreaksInAPutLeavesNothing() throws Exception {
        byte[] content = random(86, 200_000);
        String path = "/v1/alice/broken/blobs/" + Digest.of(content);
        try (Socket socket = beginSending("PUT", path, content)) {
            awaitUploads(1);
        }
        awaitUploads(0);
        alice().get(path).then().statusCode(404);
    }

    private static void awaitStatus(String location, int status) {
        while (alice().get(location).statusCode() != status) {
            Thread.onSpinWait();
        }
    }

    private void awaitUploads(int count) {
        while (uploads() != count) {
            Thread.onSpinWait();
        }
    }

    private int uploads() {
        String[] names = store.resolve("uploads").toFile().list();
        return names == null ? 0 : names.length;
    }

    /** Announces the whole content and sends half of it. */
    private Socket beginSending(String method, String path, byte[] content) throws IOException {
        Socket socket = new Socket(server.getHost(), server.getPort());
        OutputStream out = socket.getOutputStream();
        out.write((method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                        + TestTokens.scoped("alice", "alice/*", "*") + "\r\nContent-Length: " + content.length
                        + "\r\n\r\n")
                .getBytes(UTF_8));
        out.write(content, 0, 100_000);
        out.flush();
        return socket;
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

    @Test
    void refusesManifestsThatAreNone() {
        byte[] config = "{}".getBytes(UTF_8);
        pushBlob("alice/bad", config);
        for (String bad :
                List.of("", "[]", "null", "{", "{\"schemaVersion\":1,\"layers\":[]}", "{\"schemaVersion\":2}")) {
            putManifest("alice/bad", "latest", bad.getBytes(UTF_8))
                    .then()
                    .statusCode(400)
                    .body("errors[0].code", equalTo("MANIFEST_INVALID"));
        }
        byte[] good = manifest(config, config);
        putManifest("alice/bad", Digest.of(config).toString(), good)
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
        HttpRequest unannounced = request("/v1/alice/large/manifests/latest")
                .PUT(HttpRequest.BodyPublishers.ofInputStream(() -> new Pattern(8L * 1024 * 1024)))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            assertThat(client.send(unannounced, HttpResponse.BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(413);
        }
    }

    /** Three hundred MiB through a heap that other tests share: nothing may hold on to a body. */
    @Test
    void aLargeBlobIsStreamedInBothDirections() throws Exception {
        long size = 300L * 1024 * 1024;
        MessageDigest hash = Digest.Algorithm.SHA256.newHash();
        byte[] buffer = new byte[1024 * 1024];
        try (InputStream content = new Pattern(size)) {
            for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
                hash.update(buffer, 0, read);
            }
        }
        Digest digest = Digest.from(Digest.Algorithm.SHA256, hash.digest());
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest put = request("/v1/alice/huge/blobs/" + digest)
                    .PUT(HttpRequest.BodyPublishers.ofInputStream(() -> new Pattern(size)))
                    .build();
            assertThat(client.send(put, HttpResponse.BodyHandlers.discarding()).statusCode())
                    .isEqualTo(201);
            HttpResponse<InputStream> got = client.send(
                    request("/v1/alice/huge/blobs/" + digest).build(), HttpResponse.BodyHandlers.ofInputStream());
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

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(server.resolve(path))
                .version(HttpClient.Version.HTTP_1_1)
                .header("Authorization", "Bearer " + TestTokens.scoped("alice", "alice/*", "*"));
    }

    /** Bytes without memory: each block of 64 KiB holds its own number, so order matters. */
    private static final class Pattern extends InputStream {
        private static final int BLOCK = 64 * 1024;
        private long left;

        Pattern(long size) {
            this.left = size;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            if (left <= 0) {
                return -1;
            }
            int count = (int) Math.min(length, (left - 1) % BLOCK + 1);
            Arrays.fill(target, offset, offset + count, (byte) ((left - 1) / BLOCK));
            left -= count;
            return count;
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/alice/../bob/manifests/x",
                "/v1/alice%2Fdebian/manifests/x",
                "/v1/alice/%2e%2e/bob/manifests/x",
                "/v1/alice/a%00/manifests/x",
                "/v1/alice//a/manifests/x",
                "/v1/alice/a/blobs/..%2f..%2f..%2fetc%2fpasswd",
                "/v1/alice/a/manifests/..%2f..%2fx"
            })
    void refusesCraftedPaths(String path) throws Exception {
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            socket.getOutputStream()
                    .write(("GET " + path
                                    + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer "
                                    + TestTokens.scoped("alice", "*", "*") + "\r\n\r\n")
                            .getBytes(UTF_8));
            String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
            assertThat(answer).matches("(?s)HTTP/1.1 40[04] .*");
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

    @Test
    void asksForATokenWithTheScopeThatIsNeeded() {
        given().get("/v1/alice/debian/manifests/latest")
                .then()
                .statusCode(401)
                .header(
                        "WWW-Authenticate",
                        "Bearer realm=\"http://auth.test/token\",service=\"vm-registry\",scope=\"repository:alice/debian:pull\"")
                .body("errors[0].code", equalTo("UNAUTHORIZED"));
        given().post("/v1/alice/debian/blobs/uploads")
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", containsString("scope=\"repository:alice/debian:pull,push\""));
        alice().get("/v1/bob/debian/manifests/latest")
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", containsString("error=\"insufficient_scope\""));
        given().auth()
                .oauth2("not.a.token")
                .get("/v1/alice/debian/manifests/latest")
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", containsString("error=\"invalid_token\""));
    }

    @Test
    void eachActionIsGrantedByItself() {
        byte[] content = random(85, 10);
        String path = "/v1/alice/actions/blobs/" + Digest.of(content);
        String pull = TestTokens.access("alice/actions", "pull");
        String push = TestTokens.access("alice/actions", "push");
        String delete = TestTokens.access("alice/actions", "delete");
        given().auth().oauth2(pull).body(content).put(path).then().statusCode(401);
        given().auth().oauth2(delete).body(content).put(path).then().statusCode(401);
        given().auth().oauth2(push).body(content).put(path).then().statusCode(201);
        given().auth().oauth2(push).get(path).then().statusCode(401);
        given().auth().oauth2(pull).get(path).then().statusCode(200);
        given().auth().oauth2(push).delete(path).then().statusCode(401);
        given().auth().oauth2(pull).delete(path).then().statusCode(401);
        given().auth().oauth2(delete).delete(path).then().statusCode(202);
    }

    /** A token is taken from the Authorization header and from nowhere else. */
    @Test
    void noOtherPlaceForATokenIsLookedAt() {
        String token = TestTokens.scoped("alice", "*", "*");
        given().cookie("Bearer", token)
                .cookie("access_token", token)
                .get("/v1/repositories")
                .then()
                .statusCode(401);
        given().queryParam("access_token", token).get("/v1/repositories").then().statusCode(401);
    }

    @Test
    void listsOnlyWhatTheCallerMayPullInPages() {
        for (String name : List.of("zoe/a", "zoe/a-b", "zoe/a/b", "zoe2/hidden")) {
            byte[] config = "{}".getBytes(UTF_8);
            String token = TestTokens.scoped("zoe", "*", "*");
            given().auth().oauth2(token).body(config).put("/v1/" + name + "/blobs/" + Digest.of(config));
            given().auth()
                    .oauth2(token)
                    .contentType(MANIFEST)
                    .body(manifest(config, config))
                    .put("/v1/" + name + "/manifests/latest")
                    .then()
                    .statusCode(201);
        }
        RequestSpecification zoe = given().auth().oauth2(TestTokens.scoped("zoe", "zoe/*", "pull"));
        given().spec(zoe)
                .get("/v1/repositories?n=2")
                .then()
                .statusCode(200)
                .header("Link", "</v1/repositories?n=2&last=zoe%2Fa-b>; rel=\"next\"")
                .body("repositories", contains("zoe/a", "zoe/a-b"));
        given().spec(zoe)
                .urlEncodingEnabled(false)
                .get("/v1/repositories?n=2&last=zoe%2Fa-b")
                .then()
                .statusCode(200)
                .header("Link", (String) null)
                .body("repositories", contains("zoe/a/b"));
        given().spec(zoe).get("/v1/repositories").then().body("repositories", not(hasItem("zoe2/hidden")));
        given().spec(zoe).get("/v1/repositories?n=x").then().statusCode(400);
        given().get("/v1/repositories").then().statusCode(401);
    }

    @Test
    void saysWhichMethodsThereAre() {
        alice().post("/v1/alice/debian/manifests/latest")
                .then()
                .statusCode(405)
                .header("Allow", "HEAD, GET, PUT, DELETE");
        alice().get("/v1/nothing").then().statusCode(404).body("errors[0].code", equalTo("UNSUPPORTED"));
    }

    @Test
    void isAliveAndReady() {
        given().get("/q/health/live").then().statusCode(200);
        given().get("/q/health/ready").then().statusCode(200).body("checks.name", hasItem("store"));
    }

    @Test
    void answersWithTheRequestsId() {
        given().header("X-Request-Id", "abc-1").get("/v1/repositories").then().header("X-Request-Id", "abc-1");
        given().header("X-Request-Id", "a b\"c").get("/v1/repositories").then().header("X-Request-Id", not("a b\"c"));
    }
}
