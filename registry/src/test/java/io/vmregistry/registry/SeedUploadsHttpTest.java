package io.vmregistry.registry;

import static io.restassured.RestAssured.given;
import static io.vmregistry.registry.Content.alice;
import static io.vmregistry.registry.Content.random;
import static io.vmregistry.registry.Content.repository;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vmregistry.registry.access.TestTokens;
import io.vmregistry.spec.reference.Digest;
import io.vmregistry.store.blob.BlobStore;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Uploads over /v1: in pieces, given up and broken off. */
@QuarkusTest
@QuarkusTestResource(RegistryFixture.class)
class SeedUploadsHttpTest {

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
        Socket socket = RawHttp.connect(server);
        OutputStream out = socket.getOutputStream();
        out.write(RawHttp.request(method, path, "Content-Length: " + content.length));
        out.write(content, 0, 100_000);
        out.flush();
        return socket;
    }
}
