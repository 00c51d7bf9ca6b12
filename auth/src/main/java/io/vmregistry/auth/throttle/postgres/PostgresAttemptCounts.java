package io.vmregistry.auth.throttle.postgres;

import io.vmregistry.auth.database.Transactions;
import io.vmregistry.auth.throttle.AttemptCounts;
import io.vmregistry.auth.throttle.CountKey;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@link AttemptCounts} in the table {@code attempt_counts}. Rows are held in the order of the list, by everybody, so
 * that nobody waits in a circle.
 */
@ApplicationScoped
public class PostgresAttemptCounts implements AttemptCounts {

    private final AttemptCountRepository rows;
    private final Transactions transactions;

    PostgresAttemptCounts(AttemptCountRepository rows, Transactions transactions) {
        this.rows = rows;
        this.transactions = transactions;
    }

    /** As exact as the database is: it would round a time up, and a wait that ends now would end later. */
    private static Instant exact(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MICROS);
    }

    @Override
    public Admission count(List<Count> counts, Instant instant) {
        Instant now = exact(instant);
        return transactions.call("count an attempt", () -> {
            Map<CountKey, AttemptCountEntity> held = new LinkedHashMap<>();
            counts.forEach(count -> held.put(count.key(), rows.held(count.key(), now)));
            List<Count> counting =
                    counts.stream().filter(count -> !isExempt(count, held, now)).toList();
            Duration wait = counting.stream()
                    .map(count -> row(held, count.key()).waitAt(now))
                    .reduce(Duration.ZERO, PostgresAttemptCounts::longer);
            return wait.isPositive()
                    ? new Admission.Refused(wait)
                    : new Admission.Admitted(
                            counting.stream().map(Count::key).toList(),
                            counting.stream()
                                    .map(count -> row(held, count.key()).count(count.allowance(), now))
                                    .reduce(Duration.ZERO, PostgresAttemptCounts::longer));
        });
    }

    private static boolean isExempt(Count count, Map<CountKey, AttemptCountEntity> held, Instant now) {
        return count.unlessKnown()
                .flatMap(key -> Optional.ofNullable(held.get(key)))
                .filter(row -> row.isKnownAt(now))
                .isPresent();
    }

    private static AttemptCountEntity row(Map<CountKey, AttemptCountEntity> held, CountKey key) {
        return Optional.ofNullable(held.get(key))
                .orElseThrow(() -> new IllegalStateException("every counted row is held"));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    @Override
    public void giveBack(List<CountKey> counted) {
        transactions.run(
                "take back an attempt",
                () -> counted.forEach(key -> rows.heldIfThere(key).ifPresent(row -> row.giveBack())));
    }

    @Override
    public void succeeded(List<CountKey> counted, CountKey known, Instant until) {
        transactions.run(
                "remember a source",
                () -> counted.forEach(key -> rows.heldIfThere(key).ifPresent(row -> {
                    if (key.equals(known)) {
                        row.know(until);
                    } else {
                        row.giveBack();
                    }
                })));
    }

    @Override
    public long removeBefore(Instant instant, Instant now) {
        return transactions.call("remove old counts of attempts", () -> rows.removeBefore(instant, now));
    }
}
