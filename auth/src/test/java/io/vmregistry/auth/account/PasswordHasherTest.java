package io.vmregistry.auth.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PasswordHasherTest {

    private static final int CHEAP = 4;

    @Test
    void knowsItsOwnHashes() {
        try (PasswordHasher hasher = new PasswordHasher(CHEAP, 1)) {
            PasswordHash hash = hasher.hash(new Password("correct horse"));

            assertThat(hash.cost()).isEqualTo(CHEAP);
            assertThat(hasher.matches("correct horse", hash)).isTrue();
            assertThat(hasher.matches("wrong horse", hash)).isFalse();
            assertThat(hasher.hash(new Password("correct horse"))).isNotEqualTo(hash);
        }
    }

    @Test
    void readsAllOf72Bytes() {
        try (PasswordHasher hasher = new PasswordHasher(CHEAP, 1)) {
            PasswordHash hash = hasher.hash(new Password("a".repeat(71) + "b"));

            assertThat(hasher.matches("a".repeat(71) + "c", hash)).isFalse();
            assertThat(hasher.matches("a".repeat(71) + "b", hash)).isTrue();
        }
    }

    @Test
    void neverMatchesWhatWouldOnlyMatchWhenCut() {
        try (PasswordHasher hasher = new PasswordHasher(CHEAP, 1)) {
            PasswordHash hash = hasher.hash(new Password("a".repeat(72)));

            assertThat(hasher.matches("a".repeat(73), hash)).isFalse();
        }
    }

    @Test
    void knowsWhatIsWeakerThanToday() {
        try (PasswordHasher weak = new PasswordHasher(CHEAP, 1);
                PasswordHasher strong = new PasswordHasher(CHEAP + 1, 1)) {
            PasswordHash hash = weak.hash(new Password("correct horse"));

            assertThat(weak.isOutdated(hash)).isFalse();
            assertThat(strong.isOutdated(hash)).isTrue();
        }
    }

    @Test
    void refusesAFloodInsteadOfQueueingItForMinutes() throws Exception {
        try (PasswordHasher hasher = new PasswordHasher(8, 1);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<PasswordHash> login = () -> hasher.hash(new Password("correct horse"));
            List<Future<PasswordHash>> flood = threads.invokeAll(
                    IntStream.range(0, 200).mapToObj(_ -> login).toList());

            Map<Future.State, List<Future<PasswordHash>>> outcomes =
                    flood.stream().collect(Collectors.groupingBy(Future::state));
            assertThat(outcomes).containsOnlyKeys(Future.State.SUCCESS, Future.State.FAILED);
            assertThat(outcomes.get(Future.State.FAILED))
                    .extracting(Future::exceptionNow)
                    .allSatisfy(fault -> assertThat(fault).isInstanceOf(TooBusyException.class));
        }
    }

    @Test
    void leavesTheOtherProcessorsAlone() {
        int allowed = 2;
        long most = 0;
        try (PasswordHasher hasher = new PasswordHasher(8, allowed);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<PasswordHash>> flood = IntStream.range(0, 50)
                    .mapToObj(_ -> threads.submit(() -> hasher.hash(new Password("correct horse"))))
                    .toList();
            while (!flood.stream().allMatch(Future::isDone)) {
                most = Math.max(most, BcryptThreads.count());
            }
        }
        assertThat(most).isEqualTo(allowed);
    }
}
