package io.vmregistry.auth.token;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.vmregistry.auth.account.Account;
import io.vmregistry.auth.account.Accounts;
import io.vmregistry.auth.account.Username;
import io.vmregistry.auth.api.PostgresResource;
import io.vmregistry.auth.token.RefreshTokens.Finding;
import io.vmregistry.auth.token.RefreshTokens.Kind;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(PostgresResource.class)
class TokenCleanupTest {

    private static final Instant NOW = Instant.parse("2020-01-01T00:00:00Z");
    private static final int BATCH = 7;

    private final SecureRandom random = new SecureRandom();

    @Inject
    RefreshTokens tokens;

    @Inject
    Accounts accounts;

    private Account account;

    /** Long ago, so that no round of another test or of the server itself sees what this one makes. */
    @BeforeEach
    void register() {
        String username = "c" + UUID.randomUUID().toString().replace("-", "");
        given().contentType(ContentType.JSON)
                .body(Map.of("username", username, "password", "correct horse"))
                .post("/v1/register")
                .then()
                .statusCode(201);
        account = accounts.find(new Username(username)).orElseThrow();
        cleanupAt(NOW.plus(Duration.ofDays(60))).run();
    }

    private TokenCleanup cleanupAt(Instant instant) {
        return new TokenCleanup(tokens, Clock.fixed(instant, ZoneOffset.UTC), BATCH);
    }

    private RefreshToken.Hash begun(Instant expires) {
        RefreshToken.Hash hash = RefreshToken.generate(random).hash();
        assertThat(tokens.begin(account, hash, Kind.ROTATING, NOW.minusSeconds(60), expires))
                .isTrue();
        return hash;
    }

    @Test
    void removesWhatIsExpiredAndNothingElse() {
        RefreshToken.Hash expired = begun(NOW.minus(Duration.ofMinutes(61)));
        RefreshToken.Hash justExpired = begun(NOW.minus(Duration.ofMinutes(59)));
        RefreshToken.Hash good = begun(NOW.plusSeconds(60));

        assertThat(cleanupAt(NOW).run()).isEqualTo(1);

        assertThat(tokens.inspect(good, NOW)).isInstanceOf(Finding.Valid.class);
        assertThat(tokens.inspect(expired, NOW.minus(Duration.ofDays(1)))).isInstanceOf(Finding.Refused.class);
        assertThat(tokens.inspect(justExpired, NOW.minus(Duration.ofDays(1)))).isInstanceOf(Finding.Valid.class);
    }

    @Test
    void reportsReuseForADayAfterAFamilyWasRevoked() {
        RefreshToken.Hash first = begun(NOW.plus(Duration.ofDays(30)));
        RefreshToken.Hash second = RefreshToken.generate(random).hash();
        tokens.exchange(first, second, NOW);
        assertThat(tokens.exchange(first, RefreshToken.generate(random).hash(), NOW))
                .isInstanceOf(Finding.Reused.class);

        assertThat(cleanupAt(NOW.plus(Duration.ofDays(1))).run()).isZero();
        assertThat(tokens.inspect(first, NOW)).isInstanceOf(Finding.Reused.class);

        assertThat(cleanupAt(NOW.plus(Duration.ofDays(1)).plusSeconds(1)).run()).isEqualTo(2);
        assertThat(tokens.inspect(first, NOW)).isInstanceOf(Finding.Refused.class);
        assertThat(tokens.inspect(second, NOW)).isInstanceOf(Finding.Refused.class);
    }

    @Test
    void removesWhatALaterPasswordMadeVoid() {
        begun(NOW.plus(Duration.ofDays(30)));
        assertThat(accounts.changePassword(account, account.passwordHash())).isTrue();

        assertThat(cleanupAt(NOW).run()).isEqualTo(1);
    }

    @Test
    void sharesTheWorkWithOtherServers() throws Exception {
        List<RefreshToken.Hash> expired = new ArrayList<>();
        for (int index = 0; index < 60; index++) {
            expired.add(begun(NOW.minus(Duration.ofDays(1))));
        }

        List<Long> removed;
        try (var threads = Executors.newFixedThreadPool(4)) {
            removed = threads
                    .invokeAll(IntStream.range(0, 4)
                            .<Callable<Long>>mapToObj(_ -> () -> cleanupAt(NOW).run())
                            .toList())
                    .stream()
                    .map(Future::resultNow)
                    .toList();
        }

        assertThat(removed.stream().mapToLong(Long::longValue).sum()).isEqualTo(60);
        assertThat(tokens.inspect(expired.getFirst(), NOW.minus(Duration.ofDays(2))))
                .isInstanceOf(Finding.Refused.class);
    }
}
