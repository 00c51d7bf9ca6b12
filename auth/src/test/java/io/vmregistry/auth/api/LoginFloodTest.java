package io.vmregistry.auth.api;

import static io.restassured.RestAssured.given;
import static io.vmregistry.auth.api.AuthClientOfTests.login;
import static io.vmregistry.auth.api.AuthClientOfTests.loginFrom;
import static io.vmregistry.auth.api.AuthClientOfTests.newAddress;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vmregistry.auth.account.BcryptThreads;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Very many logins at once, from everywhere. */
@QuarkusTest
@TestProfile(ClosedRegistrationTest.Closed.class)
@WithTestResource(PostgresResource.class)
class LoginFloodTest {

    private static final int LOGINS = 300;
    private static final int TOKENS = 10;
    private static final int HALF_OF_THE_PROCESSORS =
            Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

    @Test
    void leavesTokensToThoseWhoHaveALogin() throws Exception {
        String refresh = login("admin", PostgresResource.ADMIN_PASSWORD)
                .statusCode(200)
                .extract()
                .path("refresh_token");
        CountDownLatch begun = new CountDownLatch(LOGINS / 4);
        Callable<Integer> attempt = () -> {
            int status = loginFrom(newAddress(), AuthClientOfTests.newName("nobody"), "wrong horse")
                    .extract()
                    .statusCode();
            begun.countDown();
            return status;
        };
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> flood = IntStream.range(0, LOGINS)
                    .mapToObj(_ -> threads.submit(attempt))
                    .toList();
            begun.await();
            long mostBcryptThreads = 0;
            for (int i = 0; i < TOKENS; i++) {
                given().formParam("grant_type", "refresh_token")
                        .formParam("refresh_token", refresh)
                        .formParam("scope", "repository:a/b:pull")
                        .post("/token")
                        .then()
                        .statusCode(200);
                mostBcryptThreads = Math.max(mostBcryptThreads, BcryptThreads.count());
            }
            assertThat(flood)
                    .as("logins that still wait after %d tokens", TOKENS)
                    .anyMatch(it -> !it.isDone());
            assertThat(mostBcryptThreads).isBetween(1L, (long) HALF_OF_THE_PROCESSORS);

            List<Integer> statuses =
                    flood.stream().map(LoginFloodTest::statusOf).toList();
            assertThat(statuses).contains(401, 503).containsOnly(401, 503);
        }
        login("admin", PostgresResource.ADMIN_PASSWORD).statusCode(200);
    }

    private static int statusOf(Future<Integer> future) {
        try {
            return future.get();
        } catch (Exception e) {
            throw new AssertionError("a login got no answer", e);
        }
    }
}
