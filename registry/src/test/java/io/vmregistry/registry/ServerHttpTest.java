package io.vmregistry.registry;

import static io.restassured.RestAssured.given;
import static io.vmregistry.registry.Content.MANIFEST;
import static io.vmregistry.registry.Content.alice;
import static io.vmregistry.registry.Content.bytes;
import static io.vmregistry.registry.Content.image;
import static io.vmregistry.registry.Content.pushBlob;
import static io.vmregistry.registry.Content.pushImage;
import static io.vmregistry.registry.Content.random;
import static io.vmregistry.registry.Content.repository;
import static io.vmregistry.registry.RawHttp.answer;
import static io.vmregistry.registry.RawHttp.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import io.vmregistry.spec.reference.Digest;
import java.io.IOException;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What both versions of the API have in common: paths, methods, request ids, content, health. */
@QuarkusTest
@QuarkusTestResource(RegistryFixture.class)
class ServerHttpTest {

    @TestHTTPResource
    URI server;

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
    void refusesCraftedPaths(String path) throws IOException {
        assertThat(answer(server, request("GET", path))).matches("(?s)HTTP/1.1 40[04] .*");
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
}
