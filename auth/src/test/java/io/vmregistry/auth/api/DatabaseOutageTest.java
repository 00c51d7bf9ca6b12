package io.vmregistry.auth.api;

import static io.restassured.RestAssured.given;
import static io.vmregistry.auth.api.AuthClientOfTests.PASSWORD;
import static io.vmregistry.auth.api.AuthClientOfTests.accessTokenOf;
import static io.vmregistry.auth.api.AuthClientOfTests.json;
import static io.vmregistry.auth.api.AuthClientOfTests.login;
import static io.vmregistry.auth.api.AuthClientOfTests.newName;
import static io.vmregistry.auth.api.AuthClientOfTests.registered;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.blankOrNullString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.vmregistry.auth.audit.AuditAction;
import io.vmregistry.auth.audit.AuditLog;
import io.vmregistry.auth.audit.AuditQuery;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** The database goes away, hangs, or restarts in the middle. */
@QuarkusTest
@WithTestResource(PostgresResource.class)
class DatabaseOutageTest {

    private static final int MAX_REQUESTS = 2_000;

    SwitchableRelay relay;

    @Inject
    AuditLog audit;

    @Inject
    DataSource database;

    private static void isUnavailable(ValidatableResponse answer) {
        answer.statusCode(503)
                .header("Retry-After", not(blankOrNullString()))
                .body("errors[0].code", is("DATABASE_UNAVAILABLE"));
    }

    @Test
    void answers503EverywhereWhileItIsAway() {
        String username = registered();
        String access = accessTokenOf(username);
        String refresh = login(username, PASSWORD).statusCode(200).extract().path("refresh_token");
        String administrator =
                login("admin", PostgresResource.ADMIN_PASSWORD).extract().path("access_token");

        relay.cut();
        try {
            isUnavailable(login(username, PASSWORD));
            isUnavailable(json().body(Map.of("username", newName("x"), "password", PASSWORD))
                    .post("/v1/register")
                    .then());
            isUnavailable(json().auth().oauth2(access).get("/v1/me").then());
            isUnavailable(given().get("/token").then());
            isUnavailable(given().auth()
                    .preemptive()
                    .basic(username, PASSWORD)
                    .get("/token")
                    .then());
            isUnavailable(given().formParam("grant_type", "refresh_token")
                    .formParam("refresh_token", refresh)
                    .post("/token")
                    .then());
            isUnavailable(refreshed(refresh));
            isUnavailable(json().body(Map.of("refresh_token", refresh))
                    .post("/v1/logout")
                    .then());
            isUnavailable(json().auth()
                    .oauth2(access)
                    .body(Map.of("current_password", PASSWORD, "new_password", "another horse"))
                    .post("/v1/password")
                    .then());
            isUnavailable(
                    json().auth().oauth2(administrator).get("/v1/admin/audit").then());
            isUnavailable(json().auth()
                    .oauth2(administrator)
                    .delete("/v1/admin/users/" + username)
                    .then());
        } finally {
            relay.mend();
        }

        json().auth().oauth2(access).get("/v1/me").then().statusCode(200);
        refreshed(refresh).statusCode(200);
        login(username, PASSWORD).statusCode(200);
    }

    private static ValidatableResponse refreshed(String token) {
        return json().body(Map.of("refresh_token", token)).post("/v1/refresh").then();
    }

    @Test
    void answers503WhenItHangsAndGoesOnAfterwards() {
        String username = registered();

        relay.stall();
        try {
            isUnavailable(login(username, PASSWORD));
            isUnavailable(given().get("/token").then());
        } finally {
            relay.flowAgain();
        }

        login(username, PASSWORD).statusCode(200);
    }

    /** Ends the server in its own way for haste; whoever runs it starts it again. */
    private void restart() throws Exception {
        String pid;
        try (Connection connection = database.getConnection();
                Statement sql = connection.createStatement();
                ResultSet file = sql.executeQuery("select split_part(pg_read_file('postmaster.pid'), E'\\n', 1)")) {
            assertThat(file.next()).isTrue();
            pid = file.getString(1);
        }
        assertThat(new ProcessBuilder("kill", "-INT", pid).start().waitFor()).isZero();
    }

    @Test
    void recordsWhatItSaysThatItDidWhenTheDatabaseRestartsInTheMiddle() throws Exception {
        List<String> acknowledged = acknowledgedAcrossARestart(() -> {
            String name = newName("mid");
            int status = json().body(Map.of("username", name, "password", PASSWORD))
                    .post("/v1/register")
                    .statusCode();
            assertThat(status).isIn(201, 503);
            return status == 201 ? Optional.of(name) : Optional.empty();
        });

        for (String name : acknowledged) {
            login(name, PASSWORD).statusCode(200);
            assertThat(audit.find(about(name)))
                    .extracting(entry -> entry.event().action())
                    .contains(AuditAction.ACCOUNT_REGISTERED);
        }
    }

    @Test
    void recordsTheRefreshTokensThatItGivesWhenTheDatabaseRestartsInTheMiddle() throws Exception {
        String username = registered();
        AtomicInteger asked = new AtomicInteger();

        List<String> given = acknowledgedAcrossARestart(() -> {
            ValidatableResponse answer = asked.incrementAndGet() % 2 == 0
                    ? login(username, PASSWORD)
                    : given().auth()
                            .preemptive()
                            .basic(username, PASSWORD)
                            .queryParam("offline_token", "true")
                            .get("/token")
                            .then();
            assertThat(answer.extract().statusCode()).isIn(200, 503);
            return Optional.ofNullable(answer.extract().path("refresh_token"));
        });

        for (String token : given) {
            given().formParam("grant_type", "refresh_token")
                    .formParam("refresh_token", token)
                    .post("/token")
                    .then()
                    .statusCode(200);
        }
    }

    /** What was acknowledged to clients that go on asking while the database restarts, at least five times after it. */
    private List<String> acknowledgedAcrossARestart(Callable<Optional<String>> request) throws Exception {
        AtomicBoolean restarting = new AtomicBoolean();
        AtomicInteger refused = new AtomicInteger();
        Callable<List<String>> client = () -> {
            List<String> done = new ArrayList<>();
            int afterTheRestart = 0;
            for (int i = 0; i < MAX_REQUESTS && afterTheRestart < 5; i++) {
                boolean mayBeRefused = restarting.get();
                Optional<String> acknowledged = request.call();
                if (acknowledged.isEmpty()) {
                    refused.incrementAndGet();
                    afterTheRestart = 0;
                } else {
                    done.add(acknowledged.get());
                    afterTheRestart += mayBeRefused && refused.get() > 0 ? 1 : 0;
                }
            }
            return done;
        };
        List<String> acknowledged = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<String>>> clients =
                    IntStream.range(0, 4).mapToObj(_ -> threads.submit(client)).toList();
            restarting.set(true);
            restart();
            for (Future<List<String>> made : clients) {
                acknowledged.addAll(made.get());
            }
        }

        assertThat(refused).hasPositiveValue();
        assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(20);
        return acknowledged;
    }

    private static AuditQuery about(String subject) {
        return new AuditQuery(
                Optional.empty(),
                Optional.of(subject),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                10);
    }
}
