package io.vmregistry.registry;

import static io.vmregistry.registry.Content.CONFIG;
import static io.vmregistry.registry.Content.INDEX;
import static io.vmregistry.registry.Content.MANIFEST;
import static io.vmregistry.registry.Content.alice;
import static io.vmregistry.registry.Content.bytes;
import static io.vmregistry.registry.Content.descriptor;
import static io.vmregistry.registry.Content.digestsOf;
import static io.vmregistry.registry.Content.image;
import static io.vmregistry.registry.Content.index;
import static io.vmregistry.registry.Content.pushBlob;
import static io.vmregistry.registry.Content.pushImage;
import static io.vmregistry.registry.Content.putManifest;
import static io.vmregistry.registry.Content.random;
import static io.vmregistry.registry.Content.repository;
import static io.vmregistry.registry.Content.sha512;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vmregistry.spec.reference.Digest;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Manifests and tags in the OCI distribution specification's conformance programme: its kinds of content. */
@QuarkusTest
@QuarkusTestResource(RegistryFixture.class)
class DistributionManifestsHttpTest {

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
}
