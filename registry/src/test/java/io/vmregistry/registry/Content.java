package io.vmregistry.registry;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vmregistry.registry.access.TestTokens;
import io.vmregistry.spec.reference.Digest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** What tests push over /v2, and how. */
final class Content {

    static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    static final String INDEX = "application/vnd.oci.image.index.v1+json";
    static final String EMPTY = "application/vnd.oci.empty.v1+json";
    static final byte[] CONFIG = "{}".getBytes(UTF_8);

    private Content() {}

    static RequestSpecification alice() {
        return as(TestTokens.scoped("alice", "alice/*", "*"));
    }

    /** As {@link #alice}, for bodies that are too large to be held in memory or have no length. */
    static HttpRequest.Builder request(URI server, String path) {
        return HttpRequest.newBuilder(server.resolve(path))
                .version(HttpClient.Version.HTTP_1_1)
                .header("Authorization", "Bearer " + TestTokens.scoped("alice", "alice/*", "*"));
    }

    static RequestSpecification as(String token) {
        return given().auth().oauth2(token).urlEncodingEnabled(false);
    }

    static byte[] random(int seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    static Digest sha512(byte[] content) {
        return Digest.from(
                Digest.Algorithm.SHA512, Digest.Algorithm.SHA512.newHash().digest(content));
    }

    /** A repository that no other test knows. */
    static String repository() {
        return "alice/" + UUID.randomUUID().toString().substring(0, 8);
    }

    static Digest pushBlob(String repository, byte[] content) {
        return pushBlob(repository, content, Digest.of(content));
    }

    static Digest pushBlob(String repository, byte[] content, Digest digest) {
        alice().contentType("application/octet-stream")
                .body(content)
                .post("/v2/" + repository + "/blobs/uploads/?digest=" + digest)
                .then()
                .statusCode(201);
        return digest;
    }

    static String beginUpload(String repository) {
        return alice().post("/v2/" + repository + "/blobs/uploads/")
                .then()
                .statusCode(202)
                .extract()
                .header("Location");
    }

    static JsonObject descriptor(String mediaType, byte[] content) {
        return new JsonObject()
                .put("mediaType", mediaType)
                .put("digest", Digest.of(content).toString())
                .put("size", content.length);
    }

    /** An image manifest without layers; its configuration is {@link #CONFIG}. */
    static JsonObject image() {
        return new JsonObject()
                .put("schemaVersion", 2)
                .put("mediaType", MANIFEST)
                .put("config", descriptor(EMPTY, CONFIG))
                .put("layers", new JsonArray());
    }

    static byte[] bytes(JsonObject json) {
        return json.toBuffer().getBytes();
    }

    static Response putManifest(String repository, String reference, byte[] manifest) {
        return alice().contentType(new JsonObject(new String(manifest, UTF_8)).getString("mediaType"))
                .body(manifest)
                .put("/v2/" + repository + "/manifests/" + reference);
    }

    /** Pushes an image with one annotation, so that it differs from others, and returns its digest. */
    static Digest pushImage(String repository, String reference, String name) {
        pushBlob(repository, CONFIG);
        byte[] manifest = bytes(image().put("annotations", new JsonObject().put("name", name)));
        putManifest(repository, reference, manifest).then().statusCode(201);
        return Digest.of(manifest);
    }

    /** An index of other manifests, by their descriptors. */
    static byte[] index(JsonObject... manifests) {
        return bytes(new JsonObject()
                .put("schemaVersion", 2)
                .put("mediaType", INDEX)
                .put("manifests", new JsonArray(List.of(manifests))));
    }

    /** The names that one content can have. */
    static List<Digest> digestsOf(byte[] content) {
        return List.of(Digest.of(content), sha512(content));
    }

    static String blob(String repository, Digest digest) {
        return "/v2/" + repository + "/blobs/" + digest;
    }

    static void assertPulls(String location, Digest digest, byte[] content) {
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
}
