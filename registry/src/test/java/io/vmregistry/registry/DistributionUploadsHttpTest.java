package io.vmregistry.registry;

import static io.vmregistry.registry.Content.CONFIG;
import static io.vmregistry.registry.Content.alice;
import static io.vmregistry.registry.Content.as;
import static io.vmregistry.registry.Content.assertPulls;
import static io.vmregistry.registry.Content.beginUpload;
import static io.vmregistry.registry.Content.blob;
import static io.vmregistry.registry.Content.random;
import static io.vmregistry.registry.Content.repository;
import static io.vmregistry.registry.Content.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
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

/** Uploads in pieces in the OCI distribution specification's conformance programme. */
@QuarkusTest
@QuarkusTestResource(RegistryFixture.class)
class DistributionUploadsHttpTest {

    @TestHTTPResource
    URI server;

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
        HttpRequest patch = request(server, location)
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
}
