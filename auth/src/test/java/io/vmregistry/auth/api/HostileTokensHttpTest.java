package io.vmregistry.auth.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.vmregistry.auth.key.KeySet;
import io.vmregistry.auth.key.SigningKey;
import io.vmregistry.testkit.token.HostileTokens;
import io.vmregistry.testkit.token.HostileTokens.HostileToken;
import io.vmregistry.testkit.token.TokenForge;
import jakarta.inject.Inject;
import java.net.SocketException;
import java.security.KeyPair;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** The corpus of attacks at the auth server's door. */
@QuarkusTest
@WithTestResource(PostgresResource.class)
class HostileTokensHttpTest {

    /** What the HTTP server refuses to read as a header or a body is none of the verifier's business. */
    private static final int LONGEST_HEADER = 15_000;

    private static final int LONGEST_BODY = 60_000;

    @Inject
    Supplier<KeySet> keys;

    private TokenForge forge() {
        SigningKey key = keys.get().signing();
        return new TokenForge(
                new KeyPair(key.publicKey(), key.privateKey()),
                key.id(),
                "vm-registry-auth",
                "vm-registry",
                Instant.now());
    }

    private static void register() {
        given().contentType(ContentType.JSON)
                .body(Map.of("username", "alice", "password", "correct horse"))
                .post("/v1/register");
    }

    private static int me(String token) {
        return given().header("Authorization", "Bearer " + token)
                .get("/v1/me")
                .then()
                .extract()
                .statusCode();
    }

    private static int refresh(String token) {
        return given().contentType(ContentType.JSON)
                .body(Map.of("refresh_token", token))
                .post("/v1/refresh")
                .then()
                .extract()
                .statusCode();
    }

    private static int exchange(String token) {
        return given().formParam("grant_type", "refresh_token")
                .formParam("refresh_token", token)
                .post("/token")
                .then()
                .extract()
                .statusCode();
    }

    /** A request that is not read to its end may also be answered by closing the connection: as if with 400. */
    private static int orClosed(Callable<Integer> request) throws Exception {
        try {
            return request.call();
        } catch (SocketException closedEarly) {
            assertThat(closedEarly).hasMessageMatching("(?s).*(reset|pipe|closed).*");
            return 400;
        }
    }

    @Test
    void believesTheGoodOneAndNoneOfThem() {
        register();
        TokenForge forge = forge();
        SoftAssertions all = new SoftAssertions();
        all.assertThat(me(forge.good())).isEqualTo(200);
        for (HostileToken token : HostileTokens.of(forge)) {
            String text = token.text();
            if (text.length() < LONGEST_HEADER && text.chars().allMatch(each -> each >= ' ' && each < 127)) {
                all.assertThat(me(text)).as(token.name()).isEqualTo(401);
            }
            if (text.length() < LONGEST_BODY) {
                all.assertThat(refresh(text)).as("refresh: " + token.name()).isEqualTo(401);
                all.assertThat(exchange(text)).as("token: " + token.name()).isEqualTo(401);
            }
        }
        all.assertAll();
    }

    @Test
    void answersWhatIsTooLongWithoutAFault() throws Exception {
        assertThat(orClosed(() -> me("A".repeat(100_000)))).isBetween(400, 499);
        assertThat(orClosed(() -> exchange("A".repeat(1_000_000)))).isBetween(400, 499);
        register();
        assertThat(me(forge().good())).as("afterwards").isEqualTo(200);
    }

    @Test
    void takesNoTokenFromElsewhereAndOneOfTwoNeither() {
        register();
        String good = forge().good();

        given().queryParam("access_token", good).get("/v1/me").then().statusCode(401);
        given().header("Authorization", "Bearer " + good, "Bearer " + good)
                .get("/v1/me")
                .then()
                .statusCode(400);
        given().header("Authorization", "Basic YTpi", "Bearer " + good)
                .get("/token")
                .then()
                .statusCode(400);
    }

    @Test
    void takesNoAccessTokenForARefreshTokenNorTheOtherWayRound() {
        String username = "h" + UUID.randomUUID().toString().replace("-", "");
        Map<String, String> credentials = Map.of("username", username, "password", "correct horse");
        given().contentType(ContentType.JSON)
                .body(credentials)
                .post("/v1/register")
                .then()
                .statusCode(201);
        Map<String, Object> session = given().contentType(ContentType.JSON)
                .body(credentials)
                .post("/v1/login")
                .then()
                .statusCode(200)
                .extract()
                .path("$");

        assertThat(me((String) session.get("refresh_token"))).isEqualTo(401);
        assertThat(refresh((String) session.get("access_token"))).isEqualTo(401);
        assertThat(exchange((String) session.get("access_token"))).isEqualTo(401);
        assertThat(me((String) session.get("access_token"))).isEqualTo(200);
    }
}
