package io.vmregistry.auth.api;

import static io.vmregistry.auth.api.AuthClientOfTests.PASSWORD;
import static io.vmregistry.auth.api.AuthClientOfTests.accessTokenOf;
import static io.vmregistry.auth.api.AuthClientOfTests.admin;
import static io.vmregistry.auth.api.AuthClientOfTests.json;
import static io.vmregistry.auth.api.AuthClientOfTests.login;
import static io.vmregistry.auth.api.AuthClientOfTests.newName;
import static io.vmregistry.auth.api.AuthClientOfTests.registered;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Accounts in the hands of administrators. */
@QuarkusTest
@WithTestResource(PostgresResource.class)
class AdministrationHttpTest {

    private static final String USERS = "/v1/admin/users";

    @Inject
    DataSource database;

    private static ValidatableResponse created(String username, boolean isAdmin) {
        return admin().body(Map.of("username", username, "password", PASSWORD, "admin", isAdmin))
                .post(USERS)
                .then();
    }

    private static ValidatableResponse change(String username, String field, Object value) {
        return admin().body(Map.of(field, value)).patch(USERS + "/" + username).then();
    }

    private static List<String> auditActions(String subject) {
        return admin().queryParam("subject", subject)
                .get("/v1/admin/audit")
                .then()
                .statusCode(200)
                .extract()
                .path("entries.action");
    }

    @ParameterizedTest
    @CsvSource({
        "GET,/v1/admin/users",
        "POST,/v1/admin/users",
        "GET,/v1/admin/users/admin",
        "PATCH,/v1/admin/users/admin",
        "DELETE,/v1/admin/users/admin",
        "GET,/v1/admin/users/admin/acl",
        "POST,/v1/admin/users/admin/acl",
        "PUT,/v1/admin/users/admin/acl/1",
        "DELETE,/v1/admin/users/admin/acl/1",
        "GET,/v1/admin/audit",
    })
    void isClosedToEverybodyElse(String method, String path) {
        json().request(method, path).then().statusCode(401);
        json().auth()
                .oauth2(accessTokenOf(registered()))
                .request(method, path)
                .then()
                .statusCode(403)
                .body("errors[0].code", is("DENIED"));
    }

    @Test
    void makesAnAccountThatOwnsItsName() {
        String username = newName("made");
        created(username, false)
                .statusCode(201)
                .body("username", is(username))
                .body("admin", is(false))
                .body("enabled", is(true))
                .body("disabled_at", nullValue());

        json().auth()
                .oauth2(accessTokenOf(username))
                .get("/v1/me")
                .then()
                .body("scope.repository", is(List.of(username + "/*")));
        admin().get(USERS + "/" + username).then().statusCode(200).body("username", is(username));
        created(username, false).statusCode(409).body("errors[0].code", is("NAME_TAKEN"));
        created("Upper", false).statusCode(400).body("errors[0].code", is("INVALID_USERNAME"));
        created("anonymous", false).statusCode(400).body("errors[0].code", is("INVALID_USERNAME"));
        assertThat(auditActions(username)).contains("account.created", "login.succeeded");
    }

    @Test
    void endsALoginWhenTheAccountIsDisabledAndBringsItBackWithout() {
        String username = registered();
        String access = accessTokenOf(username);
        String refresh = login(username, PASSWORD).extract().path("refresh_token");

        change(username, "enabled", false).statusCode(200).body("enabled", is(false));
        login(username, PASSWORD).statusCode(401);
        json().auth().oauth2(access).get("/v1/me").then().statusCode(401);
        json().body(Map.of("refresh_token", refresh)).post("/v1/refresh").then().statusCode(401);

        change(username, "enabled", true).statusCode(200).body("disabled_at", nullValue());
        login(username, PASSWORD).statusCode(200);
        json().body(Map.of("refresh_token", refresh)).post("/v1/refresh").then().statusCode(401);
        assertThat(auditActions(username)).contains("account.disabled", "account.enabled", "login.failed");
    }

    @Test
    void setsAPasswordAndEndsWhatWasOpen() {
        String username = registered();
        String refresh = login(username, PASSWORD).extract().path("refresh_token");

        change(username, "password", "short").statusCode(400).body("errors[0].code", is("INVALID_PASSWORD"));
        change(username, "password", "a".repeat(73)).statusCode(400);
        change(username, "password", "another horse").statusCode(200);

        login(username, PASSWORD).statusCode(401);
        login(username, "another horse").statusCode(200);
        json().body(Map.of("refresh_token", refresh)).post("/v1/refresh").then().statusCode(401);
        assertThat(auditActions(username)).contains("password.changed");
    }

    @Test
    void takesTheRightToAdministerAtOnce() {
        String username = newName("adm");
        created(username, true).statusCode(201).body("admin", is(true));
        String access = accessTokenOf(username);
        json().auth().oauth2(access).get(USERS).then().statusCode(200);

        change(username, "admin", false).statusCode(200);

        json().auth().oauth2(access).get(USERS).then().statusCode(403);
        assertThat(auditActions(username)).contains("admin.revoked");
    }

    @Test
    void refusesAChangeThatChangesNothingOrNobody() {
        String username = registered();

        change(newName("nobody"), "admin", true).statusCode(404).body("errors[0].code", is("USER_UNKNOWN"));
        change("Not A Name", "admin", true).statusCode(404);
        change(username, "other", true).statusCode(400);
        admin().patch(USERS + "/" + username).then().statusCode(400);
    }

    @Test
    void keepsTheLastAdministrator() {
        for (Map<String, Object> loss :
                List.<Map<String, Object>>of(Map.of("enabled", false), Map.of("admin", false))) {
            admin().body(loss).patch(USERS + "/admin").then().statusCode(409).body("errors[0].code", is("LAST_ADMIN"));
        }
        admin().delete(USERS + "/admin").then().statusCode(409);

        String other = newName("adm");
        created(other, true).statusCode(201);
        change(other, "enabled", false).statusCode(200);
        admin().delete(USERS + "/admin").then().statusCode(409);
        admin().delete(USERS + "/" + other).then().statusCode(204);
    }

    @Test
    void givesTheNameOfADeletedAccountToNobodyByItself() throws Exception {
        String username = registered();
        String access = accessTokenOf(username);
        String refresh = login(username, PASSWORD).extract().path("refresh_token");
        admin().body(Map.of("repository", "others/*", "actions", List.of("pull")))
                .post(USERS + "/" + username + "/acl")
                .then()
                .statusCode(201);

        admin().delete(USERS + "/" + username).then().statusCode(204);

        admin().delete(USERS + "/" + username).then().statusCode(404);
        login(username, PASSWORD).statusCode(401);
        json().auth().oauth2(access).get("/v1/me").then().statusCode(401);
        json().body(Map.of("username", username, "password", PASSWORD))
                .post("/v1/register")
                .then()
                .statusCode(409)
                .body("errors[0].code", is("NAME_RETIRED"));
        created(username, false).statusCode(409).body("errors[0].code", is("NAME_RETIRED"));

        letTimePassSinceTheDeletionOf(username);
        json().body(Map.of("username", username, "password", PASSWORD))
                .post("/v1/register")
                .then()
                .statusCode(409);
        created(username, false).statusCode(201);
        json().auth()
                .oauth2(accessTokenOf(username))
                .get("/v1/me")
                .then()
                .body("scope.repository", is(List.of(username + "/*")));
        json().body(Map.of("refresh_token", refresh)).post("/v1/refresh").then().statusCode(401);
        assertThat(auditActions(username)).contains("account.deleted", "account.created", "account.registered");
    }

    private void letTimePassSinceTheDeletionOf(String username) throws Exception {
        try (Connection connection = database.getConnection();
                PreparedStatement past = connection.prepareStatement(
                        "update retired_names set retired_at = retired_at - interval '12 minutes' where username = ?")) {
            past.setString(1, username);
            assertThat(past.executeUpdate()).isEqualTo(1);
        }
    }

    @Test
    void pagesThroughTheAccounts() {
        String prefix = newName("zz");
        List<String> names =
                Stream.of("a", "b", "c", "d", "e").map(it -> prefix + it).toList();
        names.forEach(name -> created(name, false).statusCode(201));

        List<String> seen = new ArrayList<>();
        String next = USERS + "?n=2&last=" + prefix;
        while (next != null) {
            ValidatableResponse page = admin().get(next).then().statusCode(200);
            seen.addAll(page.extract().<List<String>>path("users.username"));
            String link = page.extract().header("Link");
            next = link == null ? null : link.substring(1, link.indexOf('>'));
        }
        assertThat(seen).startsWith(names.toArray(String[]::new)).isSorted();

        for (String nonsense : List.of("0", "-1", "x", "99999999999")) {
            admin().queryParam("n", nonsense).get(USERS).then().statusCode(400);
        }
    }

    @Test
    void administersRules() {
        String username = registered();
        String acl = USERS + "/" + username + "/acl";
        int id = admin().body(Map.of("repository", "team/*", "actions", List.of("push", "pull")))
                .post(acl)
                .then()
                .statusCode(201)
                .body("repository", is("team/*"))
                .body("actions", is(List.of("pull", "push")))
                .extract()
                .path("id");
        assertThat(scopeOf(username)).containsOnlyKeys(username + "/*", "team/*");

        admin().body(Map.of("repository", "team/*", "actions", List.of("pull")))
                .post(acl)
                .then()
                .statusCode(409)
                .body("errors[0].code", is("RULE_EXISTS"));
        admin().body(Map.of("actions", List.of("*")))
                .put(acl + "/" + id)
                .then()
                .statusCode(200)
                .body("actions", is(List.of("*")));
        assertThat(scopeOf(username)).containsEntry("team/*", List.of("*"));
        admin().get(acl).then().body("rules.repository", is(List.of(username + "/*", "team/*")));
        admin().get(acl + "?n=1").then().header("Link", containsString(acl + "?n=1&last="));

        // A rule is its owner's alone.
        admin().delete(USERS + "/" + registered() + "/acl/" + id).then().statusCode(404);
        admin().delete(acl + "/" + id).then().statusCode(204);
        admin().delete(acl + "/" + id).then().statusCode(404);
        assertThat(scopeOf(username)).containsOnlyKeys(username + "/*");
        assertThat(auditActions(username)).contains("rule.added", "rule.changed", "rule.removed");
    }

    @Test
    void refusesRulesThatAreNone() {
        String acl = USERS + "/" + registered() + "/acl";
        for (Map<String, Object> nonsense : List.<Map<String, Object>>of(
                Map.of("repository", "**", "actions", List.of("pull")),
                Map.of("repository", "Team/*", "actions", List.of("pull")),
                Map.of("repository", "../x", "actions", List.of("pull")),
                Map.of("repository", "team/*", "actions", List.of()),
                Map.of("repository", "team/*", "actions", List.of("fly")),
                Map.of("repository", "team/*", "actions", "pull"),
                Map.of("repository", "team/*"),
                Map.of("actions", List.of("pull")))) {
            admin().body(nonsense).post(acl).then().statusCode(400);
        }
        admin().delete(acl + "/x").then().statusCode(400);
        admin().get(USERS + "/nobody-at-all/acl").then().statusCode(404);
    }

    @Test
    void opensARepositoryToEverybodyForPullingOnly() {
        String acl = USERS + "/anonymous/acl";
        String repository = newName("public") + "/web";
        admin().body(Map.of("repository", repository, "actions", List.of("push")))
                .post(acl)
                .then()
                .statusCode(400);
        int id = admin().body(Map.of("repository", repository, "actions", List.of("pull")))
                .post(acl)
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        admin().body(Map.of("repository", repository, "actions", List.of("pull")))
                .post(acl)
                .then()
                .statusCode(409);
        admin().body(Map.of("actions", List.of("*"))).put(acl + "/" + id).then().statusCode(400);
        admin().get(acl).then().body("rules.id", hasItem(id));

        assertThat(anonymously(repository)).isEqualTo(List.of("pull"));
        assertThat(scopeOf(registered())).containsEntry(repository, List.of("pull"));

        admin().delete(acl + "/" + id).then().statusCode(204);
        assertThat(anonymously(repository)).isEmpty();
        login("anonymous", PASSWORD).statusCode(401);
    }

    private static List<String> anonymously(String repository) {
        String token = json().queryParam("scope", "repository:" + repository + ":pull,push")
                .get("/token")
                .then()
                .statusCode(200)
                .extract()
                .path("token");
        List<List<String>> actions = JsonPath.from(
                        new String(Base64.getUrlDecoder().decode(token.split("\\.")[1])))
                .getList("access.actions");
        return actions.stream().flatMap(List::stream).toList();
    }

    private static Map<String, List<String>> scopeOf(String username) {
        List<Map<String, Object>> scope =
                json().auth().oauth2(accessTokenOf(username)).get("/v1/me").path("scope");
        return scope.stream()
                .collect(Collectors.toMap(rule -> (String) rule.get("repository"), AdministrationHttpTest::actionsOf));
    }

    @SuppressWarnings("unchecked") // JSON has no types
    private static List<String> actionsOf(Map<String, Object> rule) {
        return (List<String>) rule.get("actions");
    }

    @Test
    void tellsFromTheAuditLogWhoDidWhatAndFromWhere() {
        String username = registered();
        AuthClientOfTests.loginFrom("203.0.113.77", username, "wrong horse").statusCode(401);
        change(username, "enabled", false).statusCode(200);

        admin().queryParam("subject", username)
                .get("/v1/admin/audit")
                .then()
                .statusCode(200)
                .header("Cache-Control", "no-store")
                .body("entries.action", is(List.of("account.disabled", "login.failed", "account.registered")))
                .body("entries[0].actor", is("admin"))
                .body("entries[1].actor", nullValue())
                .body("entries.origin", hasItems("127.0.0.1", "203.0.113.77"));
        admin().queryParam("actor", "admin")
                .queryParam("subject", username)
                .queryParam("action", "account.disabled")
                .queryParam("since", "2020-01-01T00:00:00Z")
                .get("/v1/admin/audit")
                .then()
                .body("entries.size()", is(1));
        String link = admin().queryParam("subject", username)
                .queryParam("n", "2")
                .get("/v1/admin/audit")
                .header("Link");
        admin().get(link.substring(1, link.indexOf('>')))
                .then()
                .body("entries.action", is(List.of("account.registered")));
        for (String nonsense : List.of("action=nothing", "since=yesterday", "until=x", "last=x", "n=0")) {
            admin().get("/v1/admin/audit?" + nonsense).then().statusCode(400);
        }
        admin().queryParam("actor", "a\0b").get("/v1/admin/audit").then().statusCode(400);
    }

    @Test
    void keepsWhatMayBeAPasswordOutOfTheAuditLog() {
        login("Tr0ub4dor&3 is no name", "x").statusCode(401);

        admin().queryParam("action", "login.failed")
                .get("/v1/admin/audit")
                .then()
                .body("entries.toString()", not(containsString("Tr0ub4dor")));
    }
}
