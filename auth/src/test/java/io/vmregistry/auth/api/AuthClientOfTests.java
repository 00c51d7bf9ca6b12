package io.vmregistry.auth.api;

import static io.restassured.RestAssured.given;

import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** What tests over HTTP say to the server. */
final class AuthClientOfTests {

    static final String PASSWORD = "correct horse";

    /** By the port of the server; every server of the tests has its own keys. Tokens outlive what runs on one server. */
    private static final Map<Integer, String> ADMIN_TOKENS = new ConcurrentHashMap<>();

    private AuthClientOfTests() {}

    static String newName(String prefix) {
        return prefix + UUID.randomUUID().toString().replace("-", "");
    }

    /** An address that nobody else in the tests comes from. */
    static String newAddress() {
        UUID random = UUID.randomUUID();
        return "2001:db8:%x:%x:0:0:0:1"
                .formatted(random.getMostSignificantBits() & 0xffff, random.getLeastSignificantBits() & 0xffff);
    }

    static RequestSpecification json() {
        return given().contentType(ContentType.JSON);
    }

    static String registered() {
        String username = newName("u");
        json().body(Map.of("username", username, "password", PASSWORD))
                .post("/v1/register")
                .then()
                .statusCode(201);
        return username;
    }

    static ValidatableResponse login(String username, String password) {
        return loginFrom("127.0.0.1", username, password);
    }

    static ValidatableResponse loginFrom(String address, String username, String password) {
        return json().header("X-Forwarded-For", address)
                .body(Map.of("username", username, "password", password))
                .post("/v1/login")
                .then();
    }

    static String accessTokenOf(String username) {
        return login(username, PASSWORD).statusCode(200).extract().path("access_token");
    }

    /** A request by the first administrator. */
    static RequestSpecification admin() {
        return json().auth().oauth2(ADMIN_TOKENS.computeIfAbsent(RestAssured.port, _ -> adminToken()));
    }

    /** For tests after which no token of before counts: the next request logs in anew. */
    static void forgetAdministrators() {
        ADMIN_TOKENS.clear();
    }

    private static String adminToken() {
        return login("admin", PostgresResource.ADMIN_PASSWORD)
                .statusCode(200)
                .extract()
                .path("access_token");
    }
}
