package io.vmregistry.auth.api;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.blankOrNullString;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(PostgresResource.class)
class AuthHttpTest {

    private static final String PASSWORD = "correct horse";
    private static final Base64.Decoder BASE64 = Base64.getUrlDecoder();

    SwitchableRelay relay;

    private static ValidatableResponse post(String path, Map<String, String> body) {
        return given().contentType(ContentType.JSON).body(body).post(path).then();
    }

    private static String registered() {
        String username = "u" + UUID.randomUUID().toString().replace("-", "");
        post("/v1/register", Map.of("username", username, "password", PASSWORD)).statusCode(201);
        return username;
    }

    private static ValidatableResponse login(String username, String password) {
        return post("/v1/login", Map.of("username", username, "password", password));
    }

    private static String refreshTokenOf(String username) {
        return login(username, PASSWORD).statusCode(200).extract().path("refresh_token");
    }

    private static ValidatableResponse refresh(String token) {
        return post("/v1/refresh", Map.of("refresh_token", token));
    }

    private static JsonNode claims(String token) throws Exception {
        return new ObjectMapper().readTree(BASE64.decode(token.split("\\.")[1]));
    }

    @Test
    void registersAndLogsIn() throws Exception {
        String username = registered();
        ValidatableResponse login = login(username, PASSWORD)
                .statusCode(200)
                .header("Cache-Control", "no-store")
                .body("token_type", is("Bearer"))
                .body("expires_in", is(600))
                // What is left of it when the access token is issued: a second may have begun since the login.
                .body("refresh_expires_in", allOf(greaterThan(30 * 24 * 3600 - 600), lessThanOrEqualTo(30 * 24 * 3600)))
                .body("username", is(username));
        String accessToken = login.extract().path("access_token");

        assertThat(claims(accessToken).path("scope").get(0).path("repository").asText())
                .isEqualTo(username + "/*");
        given().auth()
                .oauth2(accessToken)
                .get("/v1/me")
                .then()
                .statusCode(200)
                .body("username", is(username))
                .body("admin", is(false))
                .body("scope[0].repository", is(username + "/*"));
    }

    @Test
    void saysWhyARegistrationIsRefused() {
        String username = registered();

        post("/v1/register", Map.of("username", username, "password", PASSWORD))
                .statusCode(409)
                .body("errors[0].code", is("NAME_TAKEN"));
        post("/v1/register", Map.of("username", "Upper", "password", PASSWORD))
                .statusCode(400)
                .body("errors[0].message", containsString("lower case"));
        post("/v1/register", Map.of("username", "someone", "password", "a".repeat(73)))
                .statusCode(400)
                .body("errors[0].code", is("INVALID_PASSWORD"));
        post("/v1/register", Map.of("username", "someone")).statusCode(400);
        given().contentType(ContentType.JSON)
                .body("{nonsense")
                .post("/v1/register")
                .then()
                .statusCode(400)
                .body("errors[0].code", is("INVALID_REQUEST"));
        given().contentType(ContentType.JSON).post("/v1/register").then().statusCode(400);
    }

    @Test
    void givesANameToOneOfManyWhoWantItAtOnce() throws Exception {
        String username = "r" + UUID.randomUUID().toString().replace("-", "");

        assertThat(atOnce(
                        8,
                        () -> post("/v1/register", Map.of("username", username, "password", PASSWORD))
                                .extract()
                                .statusCode()))
                .containsOnlyOnce(201)
                .containsOnly(201, 409);
    }

    @Test
    void doesNotTellAnUnknownNameFromAWrongPassword() {
        String wrongPassword =
                login(registered(), "wrong horse").statusCode(401).extract().asString();

        assertThat(login("nobody-has-this-name", PASSWORD)
                        .statusCode(401)
                        .extract()
                        .asString())
                .isEqualTo(wrongPassword);
        assertThat(login("Not/A Name", "x").statusCode(401).extract().asString())
                .isEqualTo(wrongPassword);
        assertThat(login(registered(), PASSWORD + "a".repeat(100))
                        .statusCode(401)
                        .extract()
                        .asString())
                .isEqualTo(wrongPassword);
    }

    @Test
    void exchangesARefreshTokenOnce() {
        String first = refreshTokenOf(registered());
        String second = refresh(first)
                .statusCode(200)
                .body("access_token", not(blankOrNullString()))
                .body("refresh_token", not(equalTo(first)))
                .extract()
                .path("refresh_token");
        refresh(second).statusCode(200);
    }

    @Test
    void endsTheWholeLoginWhenATokenIsReused() {
        String username = registered();
        String other = refreshTokenOf(username);
        String first = refreshTokenOf(username);
        String second = refresh(first).statusCode(200).extract().path("refresh_token");

        refresh(first).statusCode(401).body("errors[0].message", containsString("used before"));
        refresh(second).statusCode(401);
        refresh(other).statusCode(200);
    }

    @Test
    void letsOneOfManyConcurrentExchangesWinAndCountsTheOthersAsReuse() throws Exception {
        String token = refreshTokenOf(registered());
        List<ValidatableResponse> answers = atOnce(8, () -> refresh(token));

        assertThat(answers.stream().map(answer -> answer.extract().statusCode()))
                .containsOnlyOnce(200)
                .containsOnly(200, 401);
        String won = answers.stream()
                .filter(answer -> answer.extract().statusCode() == 200)
                .map(answer -> answer.extract().<String>path("refresh_token"))
                .findAny()
                .orElseThrow();
        refresh(won).statusCode(401);
    }

    @Test
    void endsALoginAtLogoutAndMindsNoSecondLogout() {
        String first = refreshTokenOf(registered());
        String second = refresh(first).extract().path("refresh_token");

        post("/v1/logout", Map.of("refresh_token", second)).statusCode(204);
        post("/v1/logout", Map.of("refresh_token", second)).statusCode(204);
        post("/v1/logout", Map.of("refresh_token", "never issued")).statusCode(204);
        refresh(second).statusCode(401);
    }

    @Test
    void endsEveryLoginWhenThePasswordChanges() {
        String username = registered();
        String refreshToken = refreshTokenOf(username);
        String accessToken = login(username, PASSWORD).extract().path("access_token");

        changePassword(accessToken, "wrong horse", "battery staple").statusCode(401);
        changePassword(accessToken, PASSWORD, "short").statusCode(400);
        changePassword(accessToken, PASSWORD, "battery staple").statusCode(204);

        refresh(refreshToken).statusCode(401);
        login(username, PASSWORD).statusCode(401);
        login(username, "battery staple").statusCode(200);
    }

    private static ValidatableResponse changePassword(String accessToken, String current, String successor) {
        return given().auth()
                .oauth2(accessToken)
                .contentType(ContentType.JSON)
                .body(Map.of("current_password", current, "new_password", successor))
                .post("/v1/password")
                .then();
    }

    @Test
    void grantsWhatTheRulesAllowOfWhatIsAskedFor() throws Exception {
        String username = registered();
        ValidatableResponse answer = given().auth()
                .preemptive()
                .basic(username, PASSWORD)
                .queryParam("service", "registry.example")
                .queryParam("scope", "repository:" + username + "/a:pull,push repository:other/b:pull")
                .queryParam("scope", "repository:" + username + "/c:*")
                .get("/token")
                .then()
                .statusCode(200)
                .body("expires_in", is(600))
                .body("scope", is("repository:" + username + "/a:pull,push repository:" + username + "/c:*"))
                .body("$", not(hasKey("refresh_token")));
        String token = answer.extract().path("token");

        assertThat(answer.extract().<String>path("access_token")).isEqualTo(token);
        assertThat(answer.extract().<String>path("issued_at")).endsWith("Z");
        assertThat(claims(token).path("sub").asText()).isEqualTo(username);
        assertThat(claims(token).path("access").toString())
                .contains(username + "/a", username + "/c", "\"*\"")
                .doesNotContain("other/b");
    }

    @Test
    void givesSomebodyWithoutCredentialsATokenForNothing() throws Exception {
        String token = given().queryParam("scope", "repository:any/thing:pull")
                .get("/token")
                .then()
                .statusCode(200)
                .extract()
                .path("token");

        assertThat(claims(token).path("access")).isEmpty();
        given().auth().oauth2(token).get("/v1/me").then().statusCode(401);
    }

    @Test
    void refusesMoreScopesThanATokenHolds() {
        String scopes = "repository:a/b:pull ".repeat(65);

        given().queryParam("scope", scopes)
                .get("/token")
                .then()
                .statusCode(400)
                .body("errors[0].code", is("TOO_MANY_SCOPES"));
    }

    @Test
    void refusesATokenForWrongCredentialsOnly() {
        given().auth()
                .preemptive()
                .basic(registered(), "wrong horse")
                .get("/token")
                .then()
                .statusCode(401);
        given().header("Authorization", "Basic !!!").get("/token").then().statusCode(401);
        given().formParam("grant_type", "refresh_token")
                .formParam("refresh_token", "x")
                .post("/token")
                .then()
                .statusCode(401);
        given().formParam("grant_type", "magic").post("/token").then().statusCode(400);
        given().formParam("grant_type", "password").post("/token").then().statusCode(400);
    }

    @Test
    void givesOfflineTokensThatDoNotRotate() {
        String username = registered();
        String offline = given().auth()
                .preemptive()
                .basic(username, PASSWORD)
                .queryParam("offline_token", "true")
                .get("/token")
                .then()
                .statusCode(200)
                .extract()
                .path("refresh_token");

        for (int i = 0; i < 2; i++) {
            byGrant(offline, username).statusCode(200).body("refresh_token", is(offline));
        }
        refresh(offline).statusCode(401);
        byGrant(offline, username).statusCode(200);
    }

    @Test
    void givesTokensForAPasswordByGrantAndAnOfflineTokenWithIt() throws Exception {
        String username = registered();

        String access = byPassword(username, "online")
                .body("refresh_token", nullValue())
                .extract()
                .path("access_token");
        assertThat(claims(access).path("access").get(0).path("name").asText()).isEqualTo(username + "/a");

        String offline = byPassword(username, "offline").extract().path("refresh_token");
        byGrant(offline, username).statusCode(200);
        byGrant(offline, username).statusCode(200);
    }

    private static ValidatableResponse byPassword(String username, String accessType) {
        return given().formParam("grant_type", "password")
                .formParam("username", username)
                .formParam("password", PASSWORD)
                .formParam("access_type", accessType)
                .formParam("scope", "repository:" + username + "/a:pull")
                .post("/token")
                .then()
                .statusCode(200);
    }

    @Test
    void givesTokensForTheRefreshTokenOfALoginWithoutExchangingIt() throws Exception {
        String username = registered();
        String token = refreshTokenOf(username);

        String access = byGrant(token, username).statusCode(200).extract().path("access_token");

        assertThat(claims(access).path("access").get(0).path("name").asText()).isEqualTo(username + "/a");
        String successor = refresh(token).statusCode(200).extract().path("refresh_token");
        byGrant(token, username).statusCode(401);
        refresh(successor).statusCode(401);
    }

    private static ValidatableResponse byGrant(String refreshToken, String username) {
        return given().formParam("grant_type", "refresh_token")
                .formParam("refresh_token", refreshToken)
                .formParam("scope", "repository:" + username + "/a:pull")
                .post("/token")
                .then();
    }

    @Test
    void publishesTheKeyThatSigned() throws Exception {
        String[] token = login("admin", PostgresResource.ADMIN_PASSWORD)
                .statusCode(200)
                .extract()
                .<String>path("access_token")
                .split("\\.");
        String kid =
                new ObjectMapper().readTree(BASE64.decode(token[0])).path("kid").asText();
        Map<String, String> jwk = given().get("/.well-known/jwks.json")
                .then()
                .statusCode(200)
                .body("keys.kid", hasItem(kid))
                .body("keys[0].alg", is("RS256"))
                .body("keys[0]", not(hasKey("d")))
                .extract()
                .path("keys.find { it.kid == '" + kid + "' }");
        String pem = given().get("/auth.pub").then().statusCode(200).extract().asString();
        KeyFactory rsa = KeyFactory.getInstance("RSA");

        for (PublicKey key : List.of(
                rsa.generatePublic(new RSAPublicKeySpec(
                        new BigInteger(1, BASE64.decode(jwk.get("n"))),
                        new BigInteger(1, BASE64.decode(jwk.get("e"))))),
                rsa.generatePublic(new X509EncodedKeySpec(
                        Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", "")))))) {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initVerify(key);
            signature.update((token[0] + "." + token[1]).getBytes(US_ASCII));
            assertThat(signature.verify(BASE64.decode(token[2]))).isTrue();
        }
    }

    @Test
    void refusesATokenThatIsNoAccessToken() {
        String refreshToken = refreshTokenOf(registered());

        given().get("/v1/me").then().statusCode(401).body("errors[0].code", is("UNAUTHORIZED"));
        given().auth().oauth2(refreshToken).get("/v1/me").then().statusCode(401);
        refresh(login("admin", PostgresResource.ADMIN_PASSWORD).extract().path("access_token"))
                .statusCode(401);
    }

    @Test
    void answers503WhileTheDatabaseIsAwayAndGoesOnAfterwards() {
        String username = registered();
        String token = refreshTokenOf(username);

        relay.cut();
        try {
            login(username, PASSWORD)
                    .statusCode(503)
                    .header("Retry-After", not(blankOrNullString()))
                    .body("errors[0].code", is("DATABASE_UNAVAILABLE"));
            refresh(token).statusCode(503);
            given().get("/q/health/live").then().statusCode(200);
            given().get("/q/health/ready").then().statusCode(503);
            given().get("/.well-known/jwks.json").then().statusCode(200);
        } finally {
            relay.mend();
        }

        login(username, PASSWORD).statusCode(200);
        refresh(token).statusCode(200);
    }

    private static <T> List<T> atOnce(int times, Callable<T> call) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> futures = threads.invokeAll(
                    IntStream.range(0, times).mapToObj(_ -> call).toList());
            return futures.stream().map(Future::resultNow).toList();
        }
    }
}
