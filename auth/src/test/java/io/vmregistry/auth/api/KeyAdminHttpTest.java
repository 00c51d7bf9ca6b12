package io.vmregistry.auth.api;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.vmregistry.auth.key.KeySet;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(PostgresResource.class)
class KeyAdminHttpTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @Inject
    Supplier<KeySet> keys;

    /** A key that was retired takes its tokens with it. */
    @AfterEach
    void leave() {
        AuthClientOfTests.forgetAdministrators();
    }

    private static String accessToken(String username, String password) {
        return given().contentType(ContentType.JSON)
                .body(Map.of("username", username, "password", password))
                .post("/v1/login")
                .then()
                .statusCode(200)
                .extract()
                .path("access_token");
    }

    private static RequestSpecification admin() {
        return given().auth().oauth2(accessToken("admin", PostgresResource.ADMIN_PASSWORD));
    }

    private static ValidatableResponse rotate(long afterSeconds) {
        return admin().contentType(ContentType.JSON)
                .body(Map.of("use_after_seconds", afterSeconds))
                .post("/v1/admin/keys/rotate")
                .then();
    }

    private static String kidOf(String token) throws Exception {
        byte[] header = Base64.getUrlDecoder().decode(token.split("\\.")[0]);
        return new ObjectMapper()
                .readTree(new String(header, UTF_8))
                .path("kid")
                .asText();
    }

    /** The server looks at its keys when it is asked for them and has not for a second: nobody tells when that is due. */
    private void await(Predicate<KeySet> state) throws InterruptedException {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (!state.test(keys.get())) {
            assertThat(Instant.now()).as("the keys are still " + keys.get()).isBefore(deadline);
            Thread.sleep(20);
        }
    }

    private void awaitKnown(String kid) throws InterruptedException {
        await(known -> known.published().containsKey(kid));
    }

    private void awaitSigning(String kid) throws InterruptedException {
        await(known -> known.signing().id().equals(kid));
    }

    @Test
    void announcesUsesAndRetiresAKeyWhileTokensGoOn() throws Exception {
        String before = accessToken("admin", PostgresResource.ADMIN_PASSWORD);
        String first = kidOf(before);

        List<String> announced = rotate(3600)
                .statusCode(200)
                .body("keys[0].kid", is(first))
                .body("keys[0].state", is("current"))
                .body("keys[1].state", is("next"))
                .extract()
                .path("keys.kid");
        String second = announced.get(1);
        awaitKnown(second);

        given().get("/.well-known/jwks.json")
                .then()
                .body("keys.kid", hasItems(first, second))
                .body("keys.alg", everyItem(is("RS256")))
                .body("keys.use", everyItem(is("sig")));
        assertThat(given().get("/auth.pub").then().extract().asString().split("BEGIN PUBLIC KEY"))
                .hasSize(3);
        assertThat(given().get("/auth.crt").then().extract().asString().split("BEGIN CERTIFICATE"))
                .hasSize(3);
        assertThat(kidOf(accessToken("admin", PostgresResource.ADMIN_PASSWORD))).isEqualTo(first);
        rotate(7200).statusCode(200).body("keys.kid", is(announced));

        rotate(0).statusCode(200).body("keys[0].kid", is(second));
        awaitSigning(second);
        assertThat(kidOf(accessToken("admin", PostgresResource.ADMIN_PASSWORD))).isEqualTo(second);
        given().auth().oauth2(before).get("/v1/me").then().statusCode(200);
        given().get("/.well-known/jwks.json").then().body("keys.kid", hasItem(first));

        admin().delete("/v1/admin/keys/" + second).then().statusCode(409).body("errors[0].code", is("KEY_IN_USE"));
        admin().delete("/v1/admin/keys/" + first).then().statusCode(200).body("keys.kid", not(hasItem(first)));
        await(known -> !known.published().containsKey(first));
        given().auth().oauth2(before).get("/v1/me").then().statusCode(401);
        admin().get("/v1/admin/keys").then().statusCode(200).body("keys.kid", is(List.of(second)));
    }

    @Test
    void isForAdministratorsAlone() {
        String username = "k" + UUID.randomUUID().toString().replace("-", "");
        given().contentType(ContentType.JSON)
                .body(Map.of("username", username, "password", "correct horse"))
                .post("/v1/register")
                .then()
                .statusCode(201);
        String token = accessToken(username, "correct horse");

        given().noContentType().post("/v1/admin/keys/rotate").then().statusCode(401);
        given().contentType(ContentType.JSON)
                .post("/v1/admin/keys/rotate")
                .then()
                .statusCode(401);
        given().get("/v1/admin/keys").then().statusCode(401);
        given().auth()
                .oauth2(token)
                .noContentType()
                .post("/v1/admin/keys/rotate")
                .then()
                .statusCode(403);
        given().auth().oauth2(token).get("/v1/admin/keys").then().statusCode(403);
        given().auth().oauth2(token).delete("/v1/admin/keys/x").then().statusCode(403);
    }

    @Test
    void saysWhatIsWrongWithARequest() {
        rotate(-1).statusCode(400);
        rotate(Long.MAX_VALUE).statusCode(400);
        admin().delete("/v1/admin/keys/nobody").then().statusCode(404).body("errors[0].code", is("KEY_UNKNOWN"));
        admin().delete("/v1/admin/keys/..%2Fauth").then().statusCode(404);
    }
}
