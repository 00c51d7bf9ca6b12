package io.vmregistry.auth.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vmregistry.auth.account.Attempts.Guess;
import io.vmregistry.auth.api.PostgresResource;
import io.vmregistry.auth.origin.Origin;
import io.vmregistry.auth.throttle.AttemptCounts;
import io.vmregistry.auth.throttle.ThrottledException;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a guess costs, counted in PostgreSQL. */
@QuarkusTest
@WithTestResource(PostgresResource.class)
class AttemptsTest {

    private static final int PER_NAME = 3;
    private static final int PER_SOURCE = 6;
    private static final Duration LONGEST = Duration.ofSeconds(60);

    @Inject
    AttemptCounts counts;

    private final SetClock clock = new SetClock();
    private final String name = "name-" + UUID.randomUUID();

    /** What two replicas share is the record; each has its own object. */
    private Attempts from(String address) {
        return new Attempts(
                counts, AttemptPolicy.of(PER_NAME, PER_SOURCE, 2, LONGEST), () -> new Origin(address), clock);
    }

    private static String address() {
        UUID random = UUID.randomUUID();
        return "2001:db8:%x:%x::1"
                .formatted(random.getMostSignificantBits() & 0xffff, random.getLeastSignificantBits() & 0xffff);
    }

    private static Duration refused(Attempts attempts, String name) {
        try {
            attempts.guess(name);
            return Duration.ZERO;
        } catch (ThrottledException e) {
            return e.retryAfter();
        }
    }

    @Test
    void letsTheWaitGrowToItsEndAndNeverFurther() {
        Attempts attempts = from(address());
        for (int i = 1; i < PER_NAME; i++) {
            assertThat(attempts.guess(name).nextWait()).isZero();
        }
        for (long seconds : List.of(1, 2, 4, 8, 16, 32, 60, 60)) {
            assertThat(attempts.guess(name).nextWait()).isEqualTo(Duration.ofSeconds(seconds));
            assertThat(refused(attempts, name)).isEqualTo(Duration.ofSeconds(seconds));
            clock.pass(Duration.ofSeconds(seconds).minusMillis(1));
            assertThat(refused(attempts, name)).isEqualTo(Duration.ofMillis(1));
            clock.pass(Duration.ofMillis(1));
        }
    }

    @Test
    void doesNotCountWhatItRefused() {
        Attempts attempts = from(address());
        IntStream.range(0, PER_NAME).forEach(_ -> attempts.guess(name));
        for (int i = 0; i < 20; i++) {
            assertThat(refused(attempts, name)).isEqualTo(Duration.ofSeconds(1));
        }
        clock.pass(Duration.ofSeconds(1));
        assertThat(attempts.guess(name).nextWait()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void forgetsAfterAnHour() {
        Attempts attempts = from(address());
        IntStream.range(0, PER_NAME).forEach(_ -> attempts.guess(name));
        clock.pass(Duration.ofMinutes(61));
        assertThat(attempts.guess(name).nextWait()).isZero();
    }

    @Test
    void countsWhatAllReplicasSee() {
        String address = address();
        IntStream.range(0, PER_NAME).forEach(_ -> from(address).guess(name));
        assertThat(refused(from(address), name)).isPositive();
    }

    @Test
    void letsABurstNotOutrunTheCount() throws Exception {
        Attempts attempts = from(address());
        Callable<Guess> guess = () -> attempts.guess(name);
        List<Future<Guess>> burst;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            burst = threads.invokeAll(
                    IntStream.range(0, 40).mapToObj(_ -> guess).toList());
        }
        assertThat(burst.stream().filter(it -> it.state() == Future.State.SUCCESS))
                .hasSize(PER_NAME);
    }

    @Test
    void keepsNobodyWaitingWhoseClockIsALittleBehind() {
        Attempts attempts = from(address());
        attempts.guess(name);
        clock.pass(Duration.ofMillis(-5));
        assertThat(refused(attempts, name)).isZero();
    }

    @Test
    void countsNothingForWhoIsRight() {
        Attempts attempts = from(address());
        for (int i = 0; i < 3 * PER_SOURCE; i++) {
            attempts.wasRight(attempts.guess(name));
        }
        assertThat(attempts.guess(name).nextWait()).isZero();
    }

    @Test
    void countsNothingForWhatWasNotChecked() {
        Attempts attempts = from(address());
        for (int i = 0; i < 3 * PER_SOURCE; i++) {
            attempts.wasNotChecked(attempts.guess(name));
        }
        assertThat(attempts.guess(name).nextWait()).isZero();
    }

    @Test
    void countsASourceAcrossAllNames() {
        String address = address();
        Attempts attempts = from(address);
        IntStream.range(0, PER_SOURCE).forEach(i -> attempts.guess(name + i));

        assertThat(refused(attempts, name + "x")).isEqualTo(Duration.ofSeconds(1));
        assertThat(refused(from(address.replace("::1", "::2")), name + "x"))
                .as("another address of the same network")
                .isEqualTo(Duration.ofSeconds(1));
        assertThat(refused(from(address()), name + "x")).isZero();
    }

    @Test
    void doesNotLetARightPasswordCleanTheSourceOfWrongOnes() {
        Attempts attempts = from(address());
        for (int i = 0; i < PER_SOURCE - 1; i++) {
            attempts.guess(name + i);
            attempts.wasRight(attempts.guess("own-" + name));
        }
        attempts.guess(name + "last");
        assertThat(refused(attempts, "own-" + name)).isPositive();
    }

    @Test
    void countsANameFromEverywhereButLetsItsOwnerIn() {
        Attempts home = from(address());
        home.wasRight(home.guess(name));
        for (int i = 0; i < PER_NAME; i++) {
            from(address()).guess(name);
        }

        assertThat(refused(from(address()), name)).as("from a new place").isEqualTo(Duration.ofSeconds(1));
        assertThatCode(() -> home.wasRight(home.guess(name))).doesNotThrowAnyException();
        assertThat(refused(from(address()), name))
                .as("the owner's login takes nothing from the count of the others")
                .isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void countsTheOwnersOwnPlaceToo() {
        Attempts home = from(address());
        home.wasRight(home.guess(name));
        IntStream.range(0, PER_NAME).forEach(_ -> home.guess(name));
        assertThat(refused(home, name)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void countsRegistrationsBySource() {
        Attempts attempts = from(address());
        attempts.register();
        attempts.register();
        assertThatExceptionOfType(ThrottledException.class)
                .isThrownBy(attempts::register)
                .withMessageContaining("Try again in 1 s");
        assertThatCode(() -> from(address()).register()).doesNotThrowAnyException();
    }

    @Test
    void forgetsOldRowsButNotKnownPlaces() {
        Attempts home = from(address());
        home.wasRight(home.guess(name));
        clock.pass(Duration.ofDays(2));
        counts.removeBefore(clock.instant().minus(Duration.ofDays(1)), clock.instant());
        for (int i = 0; i < PER_NAME; i++) {
            from(address()).guess(name);
        }
        assertThat(refused(home, name)).isZero();

        clock.pass(Duration.ofDays(60));
        assertThat(counts.removeBefore(clock.instant().minus(Duration.ofDays(1)), clock.instant()))
                .isPositive();
        for (int i = 0; i < PER_NAME; i++) {
            from(address()).guess(name);
        }
        assertThat(refused(home, name)).isPositive();
    }

    /** A clock that stands until it is told to go on. */
    private static final class SetClock extends Clock {

        private Instant now = Instant.parse("2030-01-01T00:00:00Z");

        void pass(Duration duration) {
            now = now.plus(duration);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneId.of("UTC");
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
