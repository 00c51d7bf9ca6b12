package io.vmregistry.registry;

import static io.restassured.RestAssured.given;
import static io.vmregistry.registry.Content.CONFIG;
import static io.vmregistry.registry.Content.alice;
import static io.vmregistry.registry.Content.as;
import static io.vmregistry.registry.Content.random;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vmregistry.registry.access.TestTokens;
import io.vmregistry.spec.reference.Digest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a token lets through, what the answer to too little of it asks for, and where a token is looked for. */
@QuarkusTest
@QuarkusTestResource(RegistryFixture.class)
class TokensHttpTest {

    @Test
    void asksForATokenWithTheScopeThatIsNeeded() {
        given().get("/v1/alice/debian/manifests/latest")
                .then()
                .statusCode(401)
                .header(
                        "WWW-Authenticate",
                        "Bearer realm=\"http://auth.test/token\",service=\"vm-registry\",scope=\"repository:alice/debian:pull\"")
                .body("errors[0].code", equalTo("UNAUTHORIZED"));
        given().post("/v1/alice/debian/blobs/uploads")
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", containsString("scope=\"repository:alice/debian:pull,push\""));
        alice().get("/v1/bob/debian/manifests/latest")
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", containsString("error=\"insufficient_scope\""));
        given().auth()
                .oauth2("not.a.token")
                .get("/v1/alice/debian/manifests/latest")
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", containsString("error=\"invalid_token\""));
    }

    @Test
    void eachActionIsGrantedByItself() {
        byte[] content = random(85, 10);
        String path = "/v1/alice/actions/blobs/" + Digest.of(content);
        String pull = TestTokens.access("alice/actions", "pull");
        String push = TestTokens.access("alice/actions", "push");
        String delete = TestTokens.access("alice/actions", "delete");
        given().auth().oauth2(pull).body(content).put(path).then().statusCode(401);
        given().auth().oauth2(delete).body(content).put(path).then().statusCode(401);
        given().auth().oauth2(push).body(content).put(path).then().statusCode(201);
        given().auth().oauth2(push).get(path).then().statusCode(401);
        given().auth().oauth2(pull).get(path).then().statusCode(200);
        given().auth().oauth2(push).delete(path).then().statusCode(401);
        given().auth().oauth2(pull).delete(path).then().statusCode(401);
        given().auth().oauth2(delete).delete(path).then().statusCode(202);
    }

    /** A token is taken from the Authorization header and from nowhere else. */
    @Test
    void noOtherPlaceForATokenIsLookedAt() {
        String token = TestTokens.scoped("alice", "*", "*");
        given().cookie("Bearer", token)
                .cookie("access_token", token)
                .get("/v1/repositories")
                .then()
                .statusCode(401);
        given().queryParam("access_token", token).get("/v1/repositories").then().statusCode(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v2", "/v2/"})
    void saysThatItIsHereToWhoHasAToken(String path) {
        String challenge = "Bearer realm=\"http://auth.test/token\",service=\"vm-registry\"";
        given().get(path)
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", challenge)
                .body("errors[0].code", equalTo("UNAUTHORIZED"));
        given().head(path).then().statusCode(401).header("WWW-Authenticate", challenge);
        as(TestTokens.access("x/y"))
                .get(path)
                .then()
                .statusCode(200)
                .header("Docker-Distribution-API-Version", "registry/2.0");
        alice().head(path).then().statusCode(200);
        alice().delete(path).then().statusCode(405).header("Allow", "HEAD, GET");
    }

    @Test
    void challengesWithTheWholeScope() {
        given().post("/v2/alice/a/blobs/uploads/")
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", containsString("scope=\"repository:alice/a:pull,push\""));
        given().delete("/v2/alice/a/manifests/latest")
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", containsString("scope=\"repository:alice/a:delete\""));
        given().get("/v2/alice/a/referrers/" + Digest.of(CONFIG))
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", containsString("scope=\"repository:alice/a:pull\""));
        given().get("/v2/_catalog").then().statusCode(401);
    }
}
