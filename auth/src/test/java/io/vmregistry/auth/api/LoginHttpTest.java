package io.vmregistry.auth.api;

import static io.restassured.RestAssured.given;
import static io.vmregistry.auth.api.AuthClientOfTests.PASSWORD;
import static io.vmregistry.auth.api.AuthClientOfTests.accessTokenOf;
import static io.vmregistry.auth.api.AuthClientOfTests.admin;
import static io.vmregistry.auth.api.AuthClientOfTests.json;
import static io.vmregistry.auth.api.AuthClientOfTests.login;
import static io.vmregistry.auth.api.AuthClientOfTests.loginFrom;
import static io.vmregistry.auth.api.AuthClientOfTests.newAddress;
import static io.vmregistry.auth.api.AuthClientOfTests.registered;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.is;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Passwords that are guessed, and passwords that are changed. */
@QuarkusTest
@WithTestResource(PostgresResource.class)
class LoginHttpTest {

    /** The default of {@code -login-attempts}. */
    private static final int FREE = 20;

    private static ValidatableResponse tokenFrom(String address, String username, String password) {
        return given().header("X-Forwarded-For", address)
                .auth()
                .preemptive()
                .basic(username, password)
                .get("/token")
                .then();
    }

    private static void guessAllThatIsFree(String address, String username) {
        for (int i = 0; i < FREE; i++) {
            loginFrom(address, username, "guess number " + i).statusCode(401);
        }
    }

    @Test
    void answers429WithRetryAfterWhenTooMuchWasGuessed() {
        String username = registered();
        String address = newAddress();
        guessAllThatIsFree(address, username);

        loginFrom(address, username, PASSWORD)
                .statusCode(429)
                .header("Retry-After", is("1"))
                .header("Cache-Control", "no-store")
                .body("errors[0].code", is("TOOMANYREQUESTS"));
        tokenFrom(address, username, PASSWORD).statusCode(429);
        admin().queryParam("subject", username)
                .get("/v1/admin/audit")
                .then()
                .body("entries[0].action", is("login.failed"))
                .body("entries[0].detail", is("the next attempt has to wait for 1 s"))
                .body("entries[0].origin", is(address));
    }

    @Test
    void guardsANameThatDoesNotExistJustTheSame() {
        String address = newAddress();
        guessAllThatIsFree(address, "nobody-at-all");
        loginFrom(address, "nobody-at-all", PASSWORD).statusCode(429);
    }

    @Test
    void countsGuessesAtAllDoorsTogether() {
        String username = registered();
        String address = newAddress();
        String access = accessTokenOf(username);
        for (int i = 0; i < FREE; i++) {
            switch (i % 3) {
                case 0 -> loginFrom(address, username, "wrong horse").statusCode(401);
                case 1 -> tokenFrom(address, username, "wrong horse").statusCode(401);
                default -> changeFrom(address, access, "wrong horse").statusCode(401);
            }
        }
        loginFrom(address, username, PASSWORD).statusCode(429);
        tokenFrom(address, username, PASSWORD).statusCode(429);
        changeFrom(address, access, PASSWORD).statusCode(429);
    }

    private static ValidatableResponse changeFrom(String address, String access, String current) {
        return json().header("X-Forwarded-For", address)
                .auth()
                .oauth2(access)
                .body(Map.of("current_password", current, "new_password", "another horse"))
                .post("/v1/password")
                .then();
    }

    @Test
    void letsTheOwnerInWhereHeWasBeforeWhileOthersGuess() {
        String username = registered();
        String home = newAddress();
        loginFrom(home, username, PASSWORD).statusCode(200);
        for (int i = 0; i < FREE; i++) {
            loginFrom(newAddress(), username, "wrong horse").statusCode(401);
        }
        loginFrom(newAddress(), username, PASSWORD).statusCode(429);

        loginFrom(home, username, PASSWORD).statusCode(200);
    }

    @Test
    void lowersNothingByAHeaderThatTheClientWrote() {
        String username = registered();
        String address = newAddress();
        for (int i = 0; i < FREE; i++) {
            loginFrom(newAddress() + ", " + address, username, "wrong horse").statusCode(401);
        }
        loginFrom(newAddress() + ", " + address, registered(), PASSWORD).statusCode(200);
        loginFrom(newAddress() + ", " + address, username, PASSWORD).statusCode(429);
    }

    @Test
    void changesAPasswordAndSaysSo() {
        String username = registered();
        String access = accessTokenOf(username);

        changeFrom("127.0.0.1", access, "wrong horse").statusCode(401);
        changeFrom("127.0.0.1", access, PASSWORD).statusCode(204);

        login(username, PASSWORD).statusCode(401);
        login(username, "another horse").statusCode(200);
        assertThat(admin().queryParam("subject", username)
                        .get("/v1/admin/audit")
                        .<List<String>>path("entries.action"))
                .contains("password.changed", "password.refused");
    }
}
