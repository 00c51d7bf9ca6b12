package io.vmregistry.registry;

import static io.vmregistry.registry.Content.alice;
import static io.vmregistry.registry.Content.as;
import static io.vmregistry.registry.Content.pushBlob;
import static io.vmregistry.registry.Content.random;
import static io.vmregistry.registry.Content.repository;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import io.vmregistry.registry.access.TestTokens;
import io.vmregistry.spec.reference.Digest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(RegistryFixture.class)
class AdminHttpTest {

    private static final String GC = "/v1/admin/gc";

    @ConfigProperty(name = "test.store")
    Path store;

    private static RequestSpecification admin() {
        return as(TestTokens.scoped("root", "*", "*"));
    }

    private Path blob(Digest digest) {
        return store.resolve("blobs/sha256/" + digest.hex());
    }

    /** A blob that no manifest names and that is as old as the grace period asks for. */
    private Digest oldOrphan(int seed) throws Exception {
        Digest digest = pushBlob(repository(), random(seed, 4321));
        Files.setLastModifiedTime(blob(digest), FileTime.from(Instant.now().minus(Duration.ofDays(2))));
        return digest;
    }

    @Test
    void aDryRunTellsAndARunFrees() throws Exception {
        Digest orphan = oldOrphan(71);
        Digest fresh = pushBlob(repository(), random(72, 10));
        admin().queryParam("dry-run", "true")
                .post(GC)
                .then()
                .statusCode(200)
                .contentType("application/json")
                .body("dryRun", equalTo(true))
                .body("blobs.count", greaterThanOrEqualTo(1))
                .body("blobs.bytes", greaterThanOrEqualTo(4321));
        assertThat(blob(orphan)).exists();
        admin().post(GC)
                .then()
                .statusCode(200)
                .body("dryRun", equalTo(false))
                .body("blobs.count", greaterThanOrEqualTo(1));
        assertThat(blob(orphan)).doesNotExist();
        assertThat(blob(fresh)).exists();
    }

    @ParameterizedTest
    @CsvSource({"alice/*,*", "*/*,*", "*,pull", "admin/*,*"})
    void isForWhoMayDoEverythingOnly(String pattern, String action) {
        as(TestTokens.scoped("mallory", pattern, action))
                .post(GC)
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", containsString("error=\"insufficient_scope\""));
    }

    @Test
    void threeActionsByNameAreAllOfThem() {
        as(TestTokens.scoped("root", "*", "pull", "push", "delete"))
                .queryParam("dry-run", "true")
                .post(GC)
                .then()
                .statusCode(200);
    }

    @Test
    void refusesWhatItDoesNotUnderstand() {
        admin().queryParam("dry-run", "yes")
                .post(GC)
                .then()
                .statusCode(400)
                .body("errors[0].code", equalTo("QUERY_INVALID"));
        admin().get(GC).then().statusCode(405).header("Allow", "POST");
        admin().post("/v2/admin/gc").then().statusCode(404);
    }

    /** The path's words can still be a repository's name. */
    @Test
    void aRepositoryMayBeCalledAdmin() {
        byte[] content = random(73, 10);
        admin().body(content)
                .put("/v1/admin/gc/blobs/" + Digest.of(content))
                .then()
                .statusCode(201);
        alice().get("/v1/admin/gc/blobs/" + Digest.of(content)).then().statusCode(401);
    }

    @Test
    void saysWhichManifestKeepsItFromCollecting() throws Exception {
        byte[] content = {'x'};
        Path manifest = store.resolve(
                "manifests/alice/broken/_manifests/sha256/" + Digest.of(content).hex());
        Files.createDirectories(manifest);
        Files.write(manifest.resolve("manifest.json"), content);
        Files.writeString(manifest.resolve("media-type"), "text/plain");
        Digest orphan = oldOrphan(74);
        admin().post(GC)
                .then()
                .statusCode(409)
                .body("errors[0].code", equalTo("MANIFEST_INVALID"))
                .body("errors[0].message", containsString("alice/broken@sha256:"));
        assertThat(blob(orphan)).exists();
        alice().delete("/v2/alice/broken/manifests/" + Digest.of(content))
                .then()
                .statusCode(202);
        admin().post(GC).then().statusCode(200);
        assertThat(blob(orphan)).doesNotExist();
    }
}
