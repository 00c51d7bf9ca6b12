package io.vmregistry.registry;

import static io.restassured.RestAssured.given;
import static io.vmregistry.registry.Content.CONFIG;
import static io.vmregistry.registry.Content.alice;
import static io.vmregistry.registry.Content.as;
import static io.vmregistry.registry.Content.pushImage;
import static io.vmregistry.registry.Content.repository;
import static io.vmregistry.registry.SeedContent.MANIFEST;
import static io.vmregistry.registry.SeedContent.manifest;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import io.vmregistry.registry.access.TestTokens;
import io.vmregistry.spec.reference.Digest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Lists of repositories and tags, in pages, of what the caller may pull. */
@QuarkusTest
@QuarkusTestResource(RegistryFixture.class)
class ListingHttpTest {

    @Test
    void listsOnlyWhatTheCallerMayPullInPages() {
        for (String name : List.of("zoe/a", "zoe/a-b", "zoe/a/b", "zoe2/hidden")) {
            String token = TestTokens.scoped("zoe", "*", "*");
            given().auth().oauth2(token).body(CONFIG).put("/v1/" + name + "/blobs/" + Digest.of(CONFIG));
            given().auth()
                    .oauth2(token)
                    .contentType(MANIFEST)
                    .body(manifest(CONFIG, CONFIG))
                    .put("/v1/" + name + "/manifests/latest")
                    .then()
                    .statusCode(201);
        }
        RequestSpecification zoe = given().auth().oauth2(TestTokens.scoped("zoe", "zoe/*", "pull"));
        given().spec(zoe)
                .get("/v1/repositories?n=2")
                .then()
                .statusCode(200)
                .header("Link", "</v1/repositories?n=2&last=zoe%2Fa-b>; rel=\"next\"")
                .body("repositories", contains("zoe/a", "zoe/a-b"));
        given().spec(zoe)
                .urlEncodingEnabled(false)
                .get("/v1/repositories?n=2&last=zoe%2Fa-b")
                .then()
                .statusCode(200)
                .header("Link", (String) null)
                .body("repositories", contains("zoe/a/b"));
        given().spec(zoe).get("/v1/repositories").then().body("repositories", not(hasItem("zoe2/hidden")));
        given().spec(zoe).get("/v1/repositories?n=x").then().statusCode(400);
        given().get("/v1/repositories").then().statusCode(401);
    }

    @Test
    void listsTagsInPages() {
        String repository = repository();
        alice().get("/v2/" + repository + "/tags/list")
                .then()
                .statusCode(404)
                .body("errors[0].code", equalTo("NAME_UNKNOWN"));
        for (String tag : List.of("b", "a", "C", "d")) {
            pushImage(repository, tag, tag);
        }
        String list = "/v2/" + repository + "/tags/list";
        alice().get(list)
                .then()
                .statusCode(200)
                .header("Link", (String) null)
                .body("name", equalTo(repository))
                .body("tags", contains("C", "a", "b", "d"));
        alice().get(list + "?n=3")
                .then()
                .header("Link", "<" + list + "?n=3&last=b>; rel=\"next\"")
                .body("tags", contains("C", "a", "b"));
        alice().get(list + "?n=3&last=b").then().header("Link", (String) null).body("tags", contains("d"));
        alice().get(list + "?last=a").then().body("tags", contains("b", "d"));
        alice().get(list + "?n=0")
                .then()
                .statusCode(200)
                .header("Link", (String) null)
                .body("tags", empty());
    }

    @Test
    void listsRepositoriesThatTheCallerMayPull() {
        String repository = repository();
        pushImage(repository, "x", "x");
        alice().get("/v2/_catalog?n=1000").then().statusCode(200).body("repositories", hasItem(repository));
        as(TestTokens.scoped("bob", "bob/*", "*"))
                .get("/v2/_catalog")
                .then()
                .statusCode(200)
                .body("repositories", empty());
    }
}
