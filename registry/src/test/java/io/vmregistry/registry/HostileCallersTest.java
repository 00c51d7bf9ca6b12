package io.vmregistry.registry;

import static io.vmregistry.registry.Content.CONFIG;
import static io.vmregistry.registry.Content.MANIFEST;
import static io.vmregistry.registry.Content.alice;
import static io.vmregistry.registry.Content.as;
import static io.vmregistry.registry.Content.beginUpload;
import static io.vmregistry.registry.Content.blob;
import static io.vmregistry.registry.Content.bytes;
import static io.vmregistry.registry.Content.descriptor;
import static io.vmregistry.registry.Content.image;
import static io.vmregistry.registry.Content.pushBlob;
import static io.vmregistry.registry.Content.pushImage;
import static io.vmregistry.registry.Content.random;
import static io.vmregistry.registry.Content.repository;
import static io.vmregistry.registry.RawHttp.ANYTHING;
import static io.vmregistry.registry.RawHttp.request;
import static io.vmregistry.registry.RawHttp.send;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import io.vmregistry.registry.access.TestTokens;
import io.vmregistry.spec.reference.Digest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Callers who want another repository's bytes, or to be two at once. */
@QuarkusTest
@QuarkusTestResource(RegistryFixture.class)
@Timeout(180)
class HostileCallersTest {

    @TestHTTPResource
    URI server;

    @ConfigProperty(name = "test.store")
    Path store;

    @AfterEach
    void nothingIsWrittenOutsideTheStore() throws IOException {
        RegistryFixture.assertNothingElseIn(store);
    }

    @Test
    void anotherRepositorysBytesStayThere() {
        String secret = repository();
        byte[] content = random(40, 100);
        Digest blob = pushBlob(secret, content);
        Digest manifest = pushImage(secret, "latest", "secret");
        String upload = beginUpload(secret);
        String bob = TestTokens.scoped("bob", "bob/*", "*");
        byte[] naming =
                bytes(image().put("layers", new JsonArray().add(descriptor("application/octet-stream", content))));
        as(bob).body(CONFIG)
                .post("/v2/bob/b/blobs/uploads/?digest=" + Digest.of(CONFIG))
                .then()
                .statusCode(201);
        for (String version : List.of("/v1/", "/v2/")) {
            as(bob).get(version + secret + "/blobs/" + blob).then().statusCode(401);
            as(bob).get(version + "bob/b/blobs/" + blob).then().statusCode(404);
            as(bob).head(version + "bob/b/blobs/" + blob).then().statusCode(404);
            as(bob).header("Range", "bytes=0-0")
                    .get(version + "bob/b/blobs/" + blob)
                    .then()
                    .statusCode(404);
            as(bob).header("If-None-Match", "\"" + blob + "\"")
                    .get(version + "bob/b/blobs/" + blob)
                    .then()
                    .statusCode(404);
            as(bob).get(version + "bob/b/manifests/" + manifest).then().statusCode(404);
            as(bob).delete(version + "bob/b/blobs/" + blob).then().statusCode(404);
            as(bob).delete(version + "bob/b/manifests/" + manifest).then().statusCode(404);
            as(bob).contentType(MANIFEST)
                    .body(naming)
                    .put(version + "bob/b/manifests/steal")
                    .then()
                    .statusCode(400);
            String theirs = upload.replace("/v2/" + secret, version + "bob/b");
            as(bob).get(theirs).then().statusCode(404);
            as(bob).body(new byte[1]).patch(theirs).then().statusCode(404);
            as(bob).put(theirs + "?digest=" + Digest.of(new byte[0])).then().statusCode(404);
            as(bob).delete(theirs).then().statusCode(404);
        }
        alice().get("/v2/" + secret + "/blobs/" + blob).then().statusCode(200);
        alice().get("/v2/" + secret + "/manifests/latest").then().statusCode(200);
        alice().get(upload).then().statusCode(204);
    }

    @Test
    void twoTokensAreNone() throws IOException {
        pushImage("alice/hostile", "latest", "hostile");
        for (String target :
                List.of("/v1/alice/hostile/manifests/latest", "/v2/alice/hostile/manifests/latest", "/v2/")) {
            for (String second : List.of("Bearer " + ANYTHING, "Bearer x", "Basic YTpi", "")) {
                assertThat(send(server, request("GET", target, "Authorization: " + second)))
                        .contains(401);
            }
        }
    }
}
