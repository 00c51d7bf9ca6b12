package io.vmregistry.registry;

import static io.vmregistry.registry.Content.CONFIG;
import static io.vmregistry.registry.Content.INDEX;
import static io.vmregistry.registry.Content.MANIFEST;
import static io.vmregistry.registry.Content.alice;
import static io.vmregistry.registry.Content.as;
import static io.vmregistry.registry.Content.bytes;
import static io.vmregistry.registry.Content.descriptor;
import static io.vmregistry.registry.Content.image;
import static io.vmregistry.registry.Content.index;
import static io.vmregistry.registry.Content.pushBlob;
import static io.vmregistry.registry.Content.pushImage;
import static io.vmregistry.registry.Content.putManifest;
import static io.vmregistry.registry.Content.random;
import static io.vmregistry.registry.Content.repository;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vmregistry.registry.access.TestTokens;
import io.vmregistry.spec.reference.Digest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Manifests that name a subject: signatures, SBOMs and the like. */
@QuarkusTest
@QuarkusTestResource(RegistryFixture.class)
class ReferrersHttpTest {
    private static final String SIGNATURE = "application/vnd.example.signature";
    private static final String SBOM = "application/vnd.example.sbom";

    private static JsonObject subject(Digest digest) {
        return new JsonObject()
                .put("mediaType", MANIFEST)
                .put("digest", digest.toString())
                .put("size", 123);
    }

    private static JsonObject artifact(String type, Digest subject, String name) {
        return image().put("artifactType", type)
                .put("subject", subject(subject))
                .put("annotations", new JsonObject().put("name", name));
    }

    private static Digest push(String repository, JsonObject manifest) {
        byte[] content = bytes(manifest);
        Digest digest = Digest.of(content);
        putManifest(repository, digest.toString(), content)
                .then()
                .statusCode(201)
                .header("OCI-Subject", manifest.getJsonObject("subject").getString("digest"));
        return digest;
    }

    private static Response referrers(String repository, Digest subject, String query) {
        return alice().get("/v2/" + repository + "/referrers/" + subject + query);
    }

    private static List<String> digests(Response response) {
        response.then().statusCode(200).header("Content-Type", INDEX);
        JsonObject index = new JsonObject(response.asString());
        assertThat(index.getInteger("schemaVersion")).isEqualTo(2);
        assertThat(index.getString("mediaType")).isEqualTo(INDEX);
        return index.getJsonArray("manifests").stream()
                .map(one -> ((JsonObject) one).getString("digest"))
                .toList();
    }

    @Test
    void listsWhatNamesASubjectWithTypeSizeAndAnnotations() {
        String repository = repository();
        Digest subject = pushImage(repository, "latest", "subject");
        assertThat(digests(referrers(repository, subject, ""))).isEmpty();
        JsonObject signature = artifact(SIGNATURE, subject, "signed");
        Digest digest = push(repository, signature);
        JsonObject listed = new JsonObject(referrers(repository, subject, "").asString())
                .getJsonArray("manifests")
                .getJsonObject(0);
        assertThat(listed)
                .isEqualTo(new JsonObject()
                        .put("mediaType", MANIFEST)
                        .put("digest", digest.toString())
                        .put("size", bytes(signature).length)
                        .put("artifactType", SIGNATURE)
                        .put("annotations", new JsonObject().put("name", "signed")));
    }

    @Test
    void filtersByArtifactTypeAndFallsBackToTheConfigurations() {
        String repository = repository();
        Digest subject = pushImage(repository, "latest", "subject");
        Digest signature = push(repository, artifact(SIGNATURE, subject, "a"));
        Digest sbom = push(repository, artifact(SBOM, subject, "b"));
        JsonObject untyped = image().put("subject", subject(subject)).put("config", descriptor(SBOM, CONFIG));
        Digest configured = push(repository, untyped);
        JsonObject index = new JsonObject()
                .put("schemaVersion", 2)
                .put("mediaType", INDEX)
                .put("subject", subject(subject))
                .put("artifactType", SIGNATURE)
                .put("manifests", new JsonArray());
        Digest indexed = push(repository, index);
        Response filtered = referrers(repository, subject, "?artifactType=" + SBOM);
        filtered.then().header("OCI-Filters-Applied", "artifactType");
        assertThat(digests(filtered)).containsExactlyInAnyOrder(sbom.toString(), configured.toString());
        assertThat(digests(referrers(repository, subject, "?artifactType=" + SIGNATURE)))
                .containsExactlyInAnyOrder(signature.toString(), indexed.toString());
        assertThat(digests(referrers(repository, subject, "?artifactType=none/such")))
                .isEmpty();
        Response all = referrers(repository, subject, "");
        all.then().header("OCI-Filters-Applied", (String) null);
        assertThat(digests(all)).hasSize(4);
    }

    @Test
    void theSubjectNeedNotBeThereAndMayGo() {
        String repository = repository();
        Digest missing = Digest.of(random(30, 10));
        assertThat(digests(referrers(repository, missing, ""))).isEmpty();
        pushBlob(repository, CONFIG);
        Digest referrer = push(repository, artifact(SIGNATURE, missing, "early"));
        assertThat(digests(referrers(repository, missing, ""))).containsExactly(referrer.toString());
        Digest subject = pushImage(repository, "latest", "x");
        Digest other = push(repository, artifact(SIGNATURE, subject, "late"));
        alice().delete("/v2/" + repository + "/manifests/" + subject).then().statusCode(202);
        assertThat(digests(referrers(repository, subject, ""))).containsExactly(other.toString());
    }

    @Test
    void aDeletedReferrerIsNotListedUntilItIsPushedAgain() {
        String repository = repository();
        Digest subject = pushImage(repository, "latest", "x");
        JsonObject signature = artifact(SIGNATURE, subject, "a");
        Digest digest = push(repository, signature);
        alice().delete("/v2/" + repository + "/manifests/" + digest).then().statusCode(202);
        assertThat(digests(referrers(repository, subject, ""))).isEmpty();
        push(repository, signature);
        assertThat(digests(referrers(repository, subject, ""))).containsExactly(digest.toString());
    }

    @Test
    void aManifestThatWasPushedThroughV1IsListed() {
        String repository = repository();
        Digest subject = pushImage(repository, "latest", "x");
        byte[] signature = bytes(artifact(SIGNATURE, subject, "v1"));
        alice().contentType(MANIFEST)
                .body(signature)
                .put("/v1/" + repository + "/manifests/signature")
                .then()
                .statusCode(201)
                .header("OCI-Subject", subject.toString());
        assertThat(digests(referrers(repository, subject, "")))
                .containsExactly(Digest.of(signature).toString());
    }

    @Test
    void clientsThatKeepTheListUnderATagMay() {
        String repository = repository();
        Digest subject = pushImage(repository, "latest", "x");
        byte[] signature = bytes(artifact(SIGNATURE, subject, "tagged"));
        putManifest(repository, Digest.of(signature).toString(), signature)
                .then()
                .statusCode(201);
        byte[] list = index(descriptor(MANIFEST, signature).put("artifactType", SIGNATURE));
        String tag = subject.toString().replace(':', '-');
        putManifest(repository, tag, list).then().statusCode(201);
        assertThat(alice().get("/v2/" + repository + "/manifests/" + tag).asByteArray())
                .isEqualTo(list);
        assertThat(digests(referrers(repository, subject, "")))
                .containsExactly(Digest.of(signature).toString());
    }

    @Test
    void longListsComeInPages() {
        String repository = repository();
        Digest subject = pushImage(repository, "latest", "x");
        List<String> pushed = new ArrayList<>();
        String padding = "x".repeat(1_500_000);
        for (int i = 0; i < 5; i++) {
            pushed.add(push(repository, artifact(i == 4 ? SBOM : SIGNATURE, subject, i + padding))
                    .toString());
        }
        List<String> listed = new ArrayList<>();
        int pages = 0;
        String next = "/v2/" + repository + "/referrers/" + subject + "?artifactType=" + SIGNATURE;
        while (!next.isEmpty()) {
            Response page = alice().get(next);
            listed.addAll(digests(page));
            assertThat(page.asByteArray()).hasSizeLessThan(5 * 1024 * 1024);
            String link = page.header("Link");
            next = link == null ? "" : link.substring(1, link.indexOf('>'));
            pages++;
        }
        assertThat(pages).isGreaterThan(1);
        assertThat(listed).containsExactlyInAnyOrderElementsOf(pushed.subList(0, 4));
    }

    @Test
    void aRepositoryListsItsOwnOnly() {
        String repository = repository();
        Digest subject = pushImage(repository, "latest", "x");
        push(repository, artifact(SIGNATURE, subject, "a"));
        assertThat(digests(referrers(repository(), subject, ""))).isEmpty();
        as(TestTokens.scoped("bob", "bob/*", "*"))
                .get("/v2/" + repository + "/referrers/" + subject)
                .then()
                .statusCode(401);
    }

    @Test
    void refusesASubjectThatIsNone() {
        String repository = repository();
        pushBlob(repository, CONFIG);
        for (Object bad : List.of(
                "x",
                3,
                new JsonArray(),
                new JsonObject(),
                subject(Digest.of(CONFIG)).put("size", -1))) {
            putManifest(repository, "x", bytes(image().put("subject", bad)))
                    .then()
                    .statusCode(400)
                    .body("errors[0].code", equalTo("MANIFEST_INVALID"));
        }
        alice().get("/v2/" + repository + "/referrers/latest")
                .then()
                .statusCode(400)
                .body("errors[0].code", equalTo("DIGEST_INVALID"));
    }
}
