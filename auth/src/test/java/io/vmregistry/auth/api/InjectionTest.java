package io.vmregistry.auth.api;

import static io.restassured.RestAssured.given;
import static io.vmregistry.auth.api.AuthClientOfTests.PASSWORD;
import static io.vmregistry.auth.api.AuthClientOfTests.admin;
import static io.vmregistry.auth.api.AuthClientOfTests.json;
import static io.vmregistry.auth.api.AuthClientOfTests.login;
import static io.vmregistry.auth.api.AuthClientOfTests.loginFrom;
import static io.vmregistry.auth.api.AuthClientOfTests.newAddress;
import static io.vmregistry.auth.api.AuthClientOfTests.registered;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Names that are meant for the database, the headers or the log, at every place that takes a name. */
@QuarkusTest
@WithTestResource(PostgresResource.class)
class InjectionTest {

    private static final String MARK = "zzinjectedzz";

    private final List<String> logged = Collections.synchronizedList(new ArrayList<>());
    private final Handler listener = new Handler() {
        @Override
        public void publish(LogRecord record) {
            logged.add(record.getMessage()
                    + List.of(record.getParameters() == null ? new Object[0] : record.getParameters()));
        }

        @Override
        public void flush() {
            // Nothing is kept back.
        }

        @Override
        public void close() {
            // There is nothing to close.
        }
    };

    @BeforeEach
    void listen() {
        Logger.getLogger("").addHandler(listener);
    }

    @AfterEach
    void stopListening() {
        Logger.getLogger("").removeHandler(listener);
    }

    static List<String> names() {
        return List.of(
                "' or '1'='1",
                "admin'--",
                "admin'; drop table users; --" + MARK,
                "\\'; select pg_sleep(10); --",
                "admin\0" + MARK,
                "admin\r\nX-Injected: " + MARK,
                "admin\nWARN  [forged] " + MARK,
                "admin%0d%0aX-Injected:%20" + MARK,
                "${jndi:ldap://localhost/" + MARK + "}",
                "%s%n%1$s" + MARK,
                "{0}" + MARK,
                "\u001b[31m" + MARK,
                "../../etc/passwd",
                "admin/acl/1",
                "\ud800" + MARK,
                "\u202e" + MARK,
                "a".repeat(10_000) + MARK,
                "\uff41dmin",
                "ADMIN",
                " admin",
                "admin ");
    }

    private static RequestSpecification encoded() {
        return admin().urlEncodingEnabled(false);
    }

    @ParameterizedTest
    @MethodSource("names")
    void doesNothingWithAName(String name) {
        String own = registered();
        String path = URLEncoder.encode(name, UTF_8).replace("+", "%20");
        String source = newAddress();
        for (Response answer : List.of(
                json().header("X-Forwarded-For", source)
                        .body(Map.of("username", name, "password", PASSWORD))
                        .post("/v1/register"),
                loginFrom(source, name, PASSWORD).extract().response(),
                given().header("X-Forwarded-For", source)
                        .auth()
                        .preemptive()
                        .basic(name.replace(":", ""), PASSWORD)
                        .get("/token"),
                given().header("X-Forwarded-For", source)
                        .formParam("grant_type", "password")
                        .formParam("username", name)
                        .formParam("password", PASSWORD)
                        .formParam("scope", "repository:" + name + ":pull")
                        .post("/token"),
                given().header("X-Forwarded-For", name.codePoints().allMatch(c -> c > 31 && c < 127) ? name : source)
                        .queryParam("scope", "repository:" + name + ":pull")
                        .queryParam("service", name)
                        .get("/token"),
                admin().body(Map.of("username", name, "password", PASSWORD)).post("/v1/admin/users"),
                encoded().get("/v1/admin/users/" + path),
                encoded().body(Map.of("enabled", false)).patch("/v1/admin/users/" + path),
                encoded().delete("/v1/admin/users/" + path),
                encoded().get("/v1/admin/users/" + path + "/acl"),
                encoded()
                        .body(Map.of("repository", "x/*", "actions", List.of("pull")))
                        .post("/v1/admin/users/" + path + "/acl"),
                admin().body(Map.of("repository", name + "/**", "actions", List.of("pull")))
                        .post("/v1/admin/users/" + own + "/acl"),
                encoded().delete("/v1/admin/users/" + own + "/acl/" + path),
                admin().queryParam("last", name).get("/v1/admin/users"),
                admin().queryParam("actor", name).queryParam("subject", name).get("/v1/admin/audit"))) {
            assertThat(answer.statusCode())
                    .isBetween(200, 499)
                    .isNotEqualTo(201)
                    .isNotEqualTo(204);
            assertThat(answer.headers().getValues("X-Injected")).isEmpty();
            assertThat(answer.headers().asList())
                    .allSatisfy(header -> assertThat(header.getValue()).doesNotContain("\r", "\n"));
        }
        login(own, PASSWORD).statusCode(200);
        assertThat(logged).noneMatch(line -> line.contains(MARK));
        assertThat(admin().queryParam("n", 50).get("/v1/admin/audit").asString())
                .doesNotContain(MARK);
    }
}
