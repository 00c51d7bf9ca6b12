package io.vmregistry.auth.api;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.is;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(ClosedRegistrationTest.Closed.class)
@WithTestResource(PostgresResource.class)
class ClosedRegistrationTest {

    public static final class Closed implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "vm-registry.auth.registration", "closed",
                    // Logins that take their time: see LoginFloodTest.
                    "vm-registry.auth.bcrypt-cost", "10");
        }
    }

    @Test
    void refusesToRegisterButLetsTheFirstAccountIn() {
        given().contentType(ContentType.JSON)
                .body(Map.of("username", "alice", "password", "correct horse"))
                .post("/v1/register")
                .then()
                .statusCode(403)
                .body("errors[0].code", is("REGISTRATION_CLOSED"));
        given().contentType(ContentType.JSON)
                .body(Map.of("username", "admin", "password", PostgresResource.ADMIN_PASSWORD))
                .post("/v1/login")
                .then()
                .statusCode(200);
    }
}
