package io.vmregistry.registry;

import static io.restassured.RestAssured.given;
import static io.vmregistry.registry.Content.CONFIG;
import static io.vmregistry.registry.Content.INDEX;
import static io.vmregistry.registry.Content.MANIFEST;
import static io.vmregistry.registry.Content.alice;
import static io.vmregistry.registry.Content.as;
import static io.vmregistry.registry.Content.beginUpload;
import static io.vmregistry.registry.Content.bytes;
import static io.vmregistry.registry.Content.descriptor;
import static io.vmregistry.registry.Content.image;
import static io.vmregistry.registry.Content.pushBlob;
import static io.vmregistry.registry.Content.pushImage;
import static io.vmregistry.registry.Content.putManifest;
import static io.vmregistry.registry.Content.random;
import static io.vmregistry.registry.Content.repository;
import static io.vmregistry.registry.Content.sha512;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vmregistry.registry.access.TestTokens;
import io.vmregistry.spec.reference.Digest;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The matrix of the OCI distribution specification's conformance programme: its endpoints and its kinds of content. */
@QuarkusTest
@QuarkusTestResource(RegistryFixture.class)
class DistributionHttpTest {

    @TestHTTPResource
    URI server;

    private static String blob(String repository, Digest digest) {
        return "/v2/" + repository + "/blobs/" + digest;
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v2", "/v2/"})
    void saysThatItIsHereToWhoHasAToken(String path) {
        String challenge = "Bearer realm=\"http://auth.test/token\",service=\"vm-registry\"";
        given().get(path)
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", challenge)
                .body("errors[0].code", equalTo("UNAUTHORIZED"));
        given().head(path).then().statusCode(401).header("WWW-Authenticate", challenge);
        as(TestTokens.access("x/y"))
                .get(path)
                .then()
                .statusCode(200)
                .header("Docker-Distribution-API-Version", "registry/2.0");
        alice().head(path).then().statusCode(200);
        alice().delete(path).then().statusCode(405).header("Allow", "HEAD, GET");
    }

    @Test
    void challengesWithTheWholeScope() {
        given().post("/v2/alice/a/blobs/uploads/")
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", containsString("scope=\"repository:alice/a:pull,push\""));
        given().delete("/v2/alice/a/manifests/latest")
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", containsString("scope=\"repository:alice/a:delete\""));
        given().get("/v2/alice/a/referrers/" + Digest.of(CONFIG))
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", containsString("scope=\"repository:alice/a:pull\""));
        given().get("/v2/_catalog").then().statusCode(401);
    }

    private static List<Digest> digestsOf(byte[] content) {
        return List.of(Digest.of(content), sha512(content));
    }

    @Test
    void takesABlobInOnePost() {
        byte[] content = random(1, 4000);
        for (Digest digest : digestsOf(content)) {
            String repository = repository();
            String location = alice().body(content)
                    .post("/v2/" + repository + "/blobs/uploads/?digest=" + digest)
                    .then()
                    .statusCode(201)
                    .header("Docker-Content-Digest", digest.toString())
                    .extract()
                    .header("Location");
            assertPulls(location, digest, content);
        }
    }

    private static void assertPulls(String location, Digest digest, byte[] content) {
        Response got = alice().get(location);
        got.then()
                .statusCode(200)
                .header("Docker-Content-Digest", digest.toString())
                .header("Content-Length", Integer.toString(content.length));
        assertThat(got.asByteArray()).isEqualTo(content);
        alice().head(location)
                .then()
                .statusCode(200)
                .header("Docker-Content-Digest", digest.toString())
                .header("Content-Length", Integer.toString(content.length));
    }

    @Test
    void takesABlobByPostAndPut() {
        byte[] content = random(2, 4000);
        for (Digest digest : digestsOf(content)) {
            String repository = repository();
            String location = alice().body(content)
                    .put(beginUpload(repository) + "?digest=" + digest)
                    .then()
                    .statusCode(201)
                    .header("Docker-Content-Digest", digest.toString())
                    .header("Location", blob(repository, digest))
                    .extract()
                    .header("Location");
            assertPulls(location, digest, content);
        }
    }

    @Test
    void takesAnAnnouncedAlgorithm() {
        byte[] content = random(3, 4000);
        String repository = repository();
        String location = alice().post("/v2/" + repository + "/blobs/uploads/?digest-algorithm=sha512")
                .then()
                .statusCode(202)
                .extract()
                .header("Location");
        alice().body(content)
                .put(location + "?digest=" + sha512(content))
                .then()
                .statusCode(201);
        assertPulls(blob(repository, sha512(content)), sha512(content), content);
    }

    @ParameterizedTest
    @CsvSource({"true, true", "true, false", "false, true", "false, false"})
    void takesABlobInChunksAndSurvivesOnesThatAreOutOfOrder(boolean lastInPut, boolean outOfOrder) {
        byte[] content = random(4, 3000);
        String repository = repository();
        String location = beginUpload(repository);
        int last = lastInPut ? 2000 : 3000;
        for (int first = 0; first < last; first += 1000) {
            if (outOfOrder) {
                assertRefusesOutOfOrder(location, first);
            }
            location = alice().header("Content-Range", first + "-" + (first + 999))
                    .body(Arrays.copyOfRange(content, first, first + 1000))
                    .patch(location)
                    .then()
                    .statusCode(202)
                    .header("Range", "0-" + (first + 999))
                    .extract()
                    .header("Location");
        }
        String closing = location + "?digest=" + Digest.of(content);
        if (lastInPut) {
            alice().header("Content-Range", "0-999")
                    .body(new byte[1000])
                    .put(closing)
                    .then()
                    .statusCode(416)
                    .header("Range", "0-1999");
            alice().header("Content-Range", "2000-2999")
                    .body(Arrays.copyOfRange(content, 2000, 3000))
                    .put(closing)
                    .then()
                    .statusCode(201);
        } else {
            alice().put(closing).then().statusCode(201);
        }
        assertPulls(blob(repository, Digest.of(content)), Digest.of(content), content);
    }

    private static void assertRefusesOutOfOrder(String location, int offset) {
        for (String range : List.of((offset + 1) + "-" + (offset + 10), "a-b", "5", "-1", "1-99999999999999999999")) {
            alice().header("Content-Range", range)
                    .body(new byte[10])
                    .patch(location)
                    .then()
                    .statusCode(416)
                    .header("Location", location)
                    .header("Upload-Offset", Integer.toString(offset))
                    .body("errors[0].code", equalTo("BLOB_UPLOAD_INVALID"));
        }
        alice().get(location)
                .then()
                .statusCode(204)
                .header("Location", location)
                .header("Upload-Offset", Integer.toString(offset));
    }

    @Test
    void takesAStreamWithoutALength() throws Exception {
        byte[] content = random(5, 100_000);
        String repository = repository();
        String location = beginUpload(repository);
        HttpRequest patch = HttpRequest.newBuilder(server.resolve(location))
                .version(HttpClient.Version.HTTP_1_1)
                .header("Authorization", "Bearer " + TestTokens.scoped("alice", "alice/*", "*"))
                .method("PATCH", HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(content)))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<Void> answer = client.send(patch, HttpResponse.BodyHandlers.discarding());
            assertThat(answer.statusCode()).isEqualTo(202);
            assertThat(answer.headers().firstValue("Range")).contains("0-99999");
            location = answer.headers().firstValue("Location").orElseThrow();
        }
        alice().put(location + "?digest=" + Digest.of(content)).then().statusCode(201);
        assertPulls(blob(repository, Digest.of(content)), Digest.of(content), content);
    }

    /** A client that goes on as soon as it has its answer never meets its own upload still in use. */
    @Test
    void anUploadIsFreeWhenItIsAnswered() {
        String location = beginUpload(repository());
        for (int i = 0; i < 200; i++) {
            alice().body(new byte[] {1}).patch(location).then().statusCode(202);
            alice().get(location).then().statusCode(204).header("Upload-Offset", Integer.toString(i + 1));
        }
    }

    @Test
    void cancelsAnUpload() {
        String location = beginUpload(repository());
        alice().delete(location).then().statusCode(204);
        alice().get(location).then().statusCode(404).body("errors[0].code", equalTo("BLOB_UPLOAD_UNKNOWN"));
        alice().delete(location).then().statusCode(404);
    }

    @Test
    void anUploadBelongsToItsRepositoryAndSubject() {
        String repository = repository();
        String location = beginUpload(repository);
        String elsewhere = location.replace(repository, "alice/elsewhere");
        alice().get(elsewhere).then().statusCode(404);
        alice().body(CONFIG)
                .put(elsewhere + "?digest=" + Digest.of(CONFIG))
                .then()
                .statusCode(404);
        as(TestTokens.scoped("mallory", "alice/*", "*")).get(location).then().statusCode(404);
        alice().get(location).then().statusCode(204);
    }

    @Test
    void refusesWrongDigestsAndKeepsNothing() {
        byte[] content = random(6, 500);
        Digest wrong = Digest.of(random(7, 500));
        String repository = repository();
        String uploads = "/v2/" + repository + "/blobs/uploads/";
        alice().body(content)
                .post(uploads + "?digest=" + wrong)
                .then()
                .statusCode(400)
                .body("errors[0].code", equalTo("DIGEST_INVALID"));
        alice().body(content)
                .put(beginUpload(repository) + "?digest=" + wrong)
                .then()
                .statusCode(400)
                .body("errors[0].code", equalTo("DIGEST_INVALID"));
        for (String bad : List.of("sha256:baddigeststring", "md5:d41d8cd98f00b204e9800998ecf8427e", "x", "..")) {
            alice().body(content).post(uploads + "?digest=" + bad).then().statusCode(400);
            alice().body(content)
                    .put(beginUpload(repository) + "?digest=" + bad)
                    .then()
                    .statusCode(400);
        }
        alice().get(blob(repository, wrong)).then().statusCode(404);
        alice().get(blob(repository, Digest.of(content))).then().statusCode(404);
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=500-1499, 206, 500, 1500",
        "bytes=500-, 206, 500, 2048",
        "bytes=-500, 206, 1548, 2048",
        "bytes=2000-5000, 206, 2000, 2048",
        "bytes=500-0, 416, 0, 0",
        "bytes=5000-10000, 416, 0, 0"
    })
    void servesRanges(String range, int status, int from, int to) {
        byte[] content = random(8, 2048);
        String path = blob("alice/ranges", pushBlob("alice/ranges", content));
        Response response = alice().header("Range", range).get(path);
        response.then().statusCode(status);
        if (status == 206) {
            response.then().header("Content-Range", "bytes " + from + "-" + (to - 1) + "/2048");
            assertThat(response.asByteArray()).isEqualTo(Arrays.copyOfRange(content, from, to));
        }
    }

    @Test
    void deletesABlobAtOnce() {
        String repository = repository();
        for (byte[] content : List.of(new byte[0], CONFIG, random(9, 10))) {
            String path = blob(repository, pushBlob(repository, content));
            alice().delete(path).then().statusCode(202);
            alice().head(path).then().statusCode(404);
            alice().get(path).then().statusCode(404).body("errors[0].code", equalTo("BLOB_UNKNOWN"));
            alice().delete(path).then().statusCode(404);
        }
    }

    @Test
    void whatWasPushedThroughOneVersionIsPulledThroughTheOther() {
        String repository = repository();
        byte[] content = random(10, 1000);
        Digest digest = pushBlob(repository, content);
        assertThat(alice().get("/v1/" + repository + "/blobs/" + digest).asByteArray())
                .isEqualTo(content);
        Digest manifest = pushImage(repository, "one", "one");
        alice().get("/v1/" + repository + "/manifests/one")
                .then()
                .statusCode(200)
                .header("Docker-Content-Digest", manifest.toString());
        byte[] other = bytes(image().put("annotations", new JsonObject().put("name", "two")));
        alice().contentType(MANIFEST)
                .body(other)
                .put("/v1/" + repository + "/manifests/two")
                .then()
                .statusCode(201)
                .header("Location", startsWith("/v1/"));
        assertThat(alice().get("/v2/" + repository + "/manifests/two").asByteArray())
                .isEqualTo(other);
        alice().put("/v2/" + repository + "/blobs/" + digest)
                .then()
                .statusCode(405)
                .header("Allow", "HEAD, GET, DELETE");
    }

    @Test
    void putsManifestsByTagAndDigest() {
        String repository = repository();
        pushBlob(repository, CONFIG);
        byte[] manifest = bytes(image());
        Digest digest = Digest.of(manifest);
        putManifest(repository, "latest", manifest)
                .then()
                .statusCode(201)
                .header("Location", "/v2/" + repository + "/manifests/" + digest)
                .header("Docker-Content-Digest", digest.toString());
        for (Digest name : List.of(digest, sha512(manifest))) {
            putManifest(repository, name.toString(), manifest)
                    .then()
                    .statusCode(201)
                    .header("Docker-Content-Digest", name.toString());
            Response got = alice().get("/v2/" + repository + "/manifests/" + name);
            got.then().statusCode(200).contentType(MANIFEST).header("Docker-Content-Digest", name.toString());
            assertThat(got.asByteArray()).isEqualTo(manifest);
        }
        byte[] changed = Arrays.copyOf(manifest, manifest.length + 1);
        changed[manifest.length] = ' ';
        putManifest(repository, digest.toString(), changed)
                .then()
                .statusCode(400)
                .body("errors[0].code", equalTo("DIGEST_INVALID"));
        putManifest(repository, "sha256:baddigeststring", manifest).then().statusCode(400);
    }

    @Test
    void putsTagsOnTheWay() {
        String repository = repository();
        pushBlob(repository, CONFIG);
        byte[] manifest = bytes(image());
        for (Digest digest : digestsOf(manifest)) {
            String algorithm = digest.algorithm().label();
            putManifest(repository, digest + "?tag=" + algorithm + "-a&tag=" + algorithm + "-b", manifest)
                    .then()
                    .statusCode(201)
                    .header("OCI-Tag", algorithm + "-a, " + algorithm + "-b");
            alice().head("/v2/" + repository + "/manifests/" + algorithm + "-b")
                    .then()
                    .statusCode(200)
                    .header("Docker-Content-Digest", digest.toString());
        }
        putManifest(repository, "named?digest=" + sha512(manifest), manifest)
                .then()
                .statusCode(201)
                .header("Docker-Content-Digest", sha512(manifest).toString());
        putManifest(repository, Digest.of(manifest) + "?tag=../x", manifest)
                .then()
                .statusCode(400);
        putManifest(repository, "named?digest=sha256:00", manifest).then().statusCode(400);
    }

    @Test
    void deletesTagsAndManifestsAtOnce() {
        String repository = repository();
        Digest digest = pushImage(repository, "one", "x");
        pushImage(repository, "two", "x");
        String at = "/v2/" + repository + "/manifests/";
        alice().delete(at + "one").then().statusCode(202);
        alice().head(at + "one").then().statusCode(404);
        alice().head(at + "two").then().statusCode(200);
        alice().delete(at + digest).then().statusCode(202);
        alice().get(at + digest).then().statusCode(404).body("errors[0].code", equalTo("MANIFEST_UNKNOWN"));
        alice().get(at + "two").then().statusCode(404);
        alice().delete(at + digest).then().statusCode(404);
    }

    @Test
    void takesIndexesOfIndexesAndEmptyOnes() {
        String repository = repository();
        pushBlob(repository, CONFIG);
        byte[] image = bytes(image());
        putManifest(repository, Digest.of(image).toString(), image).then().statusCode(201);
        byte[] inner = index(descriptor(MANIFEST, image));
        byte[] outer = index(descriptor(INDEX, inner));
        putManifest(repository, "outer", outer)
                .then()
                .statusCode(400)
                .body("errors[0].code", equalTo("MANIFEST_BLOB_UNKNOWN"));
        putManifest(repository, Digest.of(inner).toString(), inner).then().statusCode(201);
        putManifest(repository, "outer", outer).then().statusCode(201);
        putManifest(repository, "empty", index()).then().statusCode(201);
        assertThat(alice().get("/v2/" + repository + "/manifests/outer").asByteArray())
                .isEqualTo(outer);
    }

    static byte[] index(JsonObject... manifests) {
        return bytes(new JsonObject()
                .put("schemaVersion", 2)
                .put("mediaType", INDEX)
                .put("manifests", new JsonArray(List.of(manifests))));
    }

    @Test
    void needsNoLayersThatAreElsewhere() {
        String repository = repository();
        pushBlob(repository, CONFIG);
        JsonObject layer = descriptor("application/vnd.oci.image.layer.nondistributable.v1.tar+gzip", random(11, 10));
        byte[] unreachable = bytes(image().put("layers", new JsonArray().add(layer)));
        putManifest(repository, "x", unreachable)
                .then()
                .statusCode(400)
                .body("errors[0].code", equalTo("MANIFEST_BLOB_UNKNOWN"));
        layer.put("urls", new JsonArray().add("https://store.example.com/layer"));
        byte[] reachable = bytes(image().put("layers", new JsonArray().add(layer)));
        putManifest(repository, "x", reachable).then().statusCode(201);
    }

    @Test
    void takesFieldsThatItDoesNotKnowAndDataInDescriptors() {
        String repository = repository();
        pushBlob(repository, CONFIG);
        byte[] manifest = bytes(image().put("org.example.custom", new JsonObject().put("deep", new JsonArray().add(1)))
                .put("config", descriptor(Content.EMPTY, CONFIG).put("data", "e30=")));
        putManifest(repository, "x", manifest).then().statusCode(201);
        assertThat(alice().get("/v2/" + repository + "/manifests/x").asByteArray())
                .isEqualTo(manifest);
    }

    @Test
    void takesAManifestOfAlmostFourMebibytesAndNoLargerOne() {
        String repository = repository();
        pushBlob(repository, CONFIG);
        int room = 4 * 1024 * 1024 - bytes(image().put("annotations", new JsonObject().put("a", ""))).length;
        for (int excess : List.of(0, 1)) {
            byte[] manifest = bytes(image().put("annotations", new JsonObject().put("a", "x".repeat(room + excess))));
            assertThat(manifest).hasSize(4 * 1024 * 1024 + excess);
            putManifest(repository, "large", manifest).then().statusCode(excess == 0 ? 201 : 413);
        }
        byte[] kept = alice().get("/v2/" + repository + "/manifests/large").asByteArray();
        assertThat(kept).isEqualTo(bytes(image().put("annotations", new JsonObject().put("a", "x".repeat(room)))));
    }

    @Test
    void listsTagsInPages() {
        String repository = repository();
        alice().get("/v2/" + repository + "/tags/list")
                .then()
                .statusCode(404)
                .body("errors[0].code", equalTo("NAME_UNKNOWN"));
        for (String tag : List.of("b", "a", "C", "d")) {
            pushImage(repository, tag, tag);
        }
        String list = "/v2/" + repository + "/tags/list";
        alice().get(list)
                .then()
                .statusCode(200)
                .header("Link", (String) null)
                .body("name", equalTo(repository))
                .body("tags", contains("C", "a", "b", "d"));
        alice().get(list + "?n=3")
                .then()
                .header("Link", "<" + list + "?n=3&last=b>; rel=\"next\"")
                .body("tags", contains("C", "a", "b"));
        alice().get(list + "?n=3&last=b").then().header("Link", (String) null).body("tags", contains("d"));
        alice().get(list + "?last=a").then().body("tags", contains("b", "d"));
        alice().get(list + "?n=0")
                .then()
                .statusCode(200)
                .header("Link", (String) null)
                .body("tags", empty());
    }

    @Test
    void listsRepositoriesThatTheCallerMayPull() {
        String repository = repository();
        pushImage(repository, "x", "x");
        alice().get("/v2/_catalog?n=1000").then().statusCode(200).body("repositories", hasItem(repository));
        as(TestTokens.scoped("bob", "bob/*", "*"))
                .get("/v2/_catalog")
                .then()
                .statusCode(200)
                .body("repositories", empty());
    }
}
