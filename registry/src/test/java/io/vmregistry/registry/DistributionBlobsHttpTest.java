package io.vmregistry.registry;

import static io.vmregistry.registry.Content.CONFIG;
import static io.vmregistry.registry.Content.alice;
import static io.vmregistry.registry.Content.assertPulls;
import static io.vmregistry.registry.Content.beginUpload;
import static io.vmregistry.registry.Content.blob;
import static io.vmregistry.registry.Content.digestsOf;
import static io.vmregistry.registry.Content.pushBlob;
import static io.vmregistry.registry.Content.random;
import static io.vmregistry.registry.Content.repository;
import static io.vmregistry.registry.Content.sha512;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vmregistry.spec.reference.Digest;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Blobs in the OCI distribution specification's conformance programme. */
@QuarkusTest
@QuarkusTestResource(RegistryFixture.class)
class DistributionBlobsHttpTest {

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
}
