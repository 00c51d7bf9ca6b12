package io.vmregistry.auth.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vmregistry.auth.api.PostgresResource;
import io.vmregistry.auth.audit.AuditLog;
import io.vmregistry.auth.database.Transactions;
import io.vmregistry.auth.origin.Origin;
import io.vmregistry.auth.throttle.AttemptCounts;
import io.vmregistry.spec.scope.Action;
import io.vmregistry.spec.scope.Grant;
import io.vmregistry.spec.scope.RepositoryPattern;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The check of credentials, on the record of accounts. */
@QuarkusTest
@WithTestResource(PostgresResource.class)
class AuthenticatorTest {

    /** High enough that one check more or less is seen beside the database. */
    private static final int COST = 9;

    private static final int ROUNDS = 15;
    private static final String PASSWORD = "correct horse";

    @Inject
    Accounts accounts;

    @Inject
    AttemptCounts counts;

    @Inject
    AuditLog audit;

    @Inject
    Transactions transactions;

    private Authenticator authenticator(PasswordHasher hasher) {
        AttemptPolicy unlimited = AttemptPolicy.of(1_000_000, 1_000_000, 1, Duration.ofSeconds(1));
        Origin origin = new Origin("source-" + UUID.randomUUID().toString().substring(0, 20));
        return new Authenticator(
                accounts,
                hasher,
                new Attempts(counts, unlimited, () -> origin, Clock.systemUTC()),
                audit,
                transactions);
    }

    private Account account(PasswordHasher hasher) {
        Username name = new Username("t" + UUID.randomUUID().toString().replace("-", ""));
        NewAccount account = new NewAccount(
                name,
                hasher.hash(new Password(PASSWORD)),
                false,
                new Grant(new RepositoryPattern(name + "/*"), Set.of(Action.PULL)),
                Instant.now(),
                Optional.empty());
        return accounts.create(account) instanceof Accounts.Creation.Created(Account created)
                ? created
                : account(hasher);
    }

    @Test
    void raisesAHashThatIsCheaperThanToday() {
        try (PasswordHasher weak = new PasswordHasher(4, 1);
                PasswordHasher strong = new PasswordHasher(5, 1)) {
            Account account = account(weak);
            String name = account.username().value();

            assertThat(authenticator(strong).authenticate(name, "wrong horse")).isEmpty();
            assertThat(costOf(account)).isEqualTo(4);
            assertThat(authenticator(strong).authenticate(name, PASSWORD)).isPresent();
            assertThat(costOf(account)).isEqualTo(5);
            assertThat(authenticator(weak).authenticate(name, PASSWORD)).isPresent();
            assertThat(costOf(account)).as("never lowered").isEqualTo(5);
        }
    }

    private int costOf(Account account) {
        return accounts.find(account.username()).orElseThrow().passwordHash().cost();
    }

    @Test
    void takesAsLongForAnUnknownNameAsForAWrongPassword() {
        try (PasswordHasher hasher = new PasswordHasher(COST, 1)) {
            Authenticator authenticator = authenticator(hasher);
            String known = account(hasher).username().value();

            assertSameTime(authenticator, known, "nobody-has-this-name");
        }
    }

    @Test
    void takesAsLongForAnUnknownNameAsForAHashOfALowerCost() {
        try (PasswordHasher weak = new PasswordHasher(COST - 3, 1);
                PasswordHasher hasher = new PasswordHasher(COST, 1)) {
            Authenticator authenticator = authenticator(hasher);
            String known = account(weak).username().value();

            assertSameTime(authenticator, known, "nobody-has-this-name");
        }
    }

    @Test
    void takesAsLongForADisabledAccount() {
        try (PasswordHasher hasher = new PasswordHasher(COST, 1)) {
            Authenticator authenticator = authenticator(hasher);
            Account disabled = account(hasher);
            accounts.disable(disabled.id(), Instant.now());

            assertSameTime(
                    authenticator,
                    account(hasher).username().value(),
                    disabled.username().value());
        }
    }

    /** Interleaved, so that whatever else the machine does meets both alike; medians, so that its pauses do not count. */
    private static void assertSameTime(Authenticator authenticator, String one, String other) {
        List<Long> ones = new ArrayList<>();
        List<Long> others = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            ones.add(nanosOf(authenticator, one));
            others.add(nanosOf(authenticator, other));
        }
        assertThat(median(ones) / median(others)).isBetween(0.6, 1.67);
    }

    private static long nanosOf(Authenticator authenticator, String name) {
        long begin = System.nanoTime();
        assertThat(authenticator.authenticate(name, "wrong horse")).isEmpty();
        return System.nanoTime() - begin;
    }

    private static double median(List<Long> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }
}
