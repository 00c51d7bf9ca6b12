package io.vmregistry.e2e.badinput;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmregistry.e2e.invariant.StoreInvariants;
import io.vmregistry.e2e.process.Deployment;
import io.vmregistry.e2e.process.Vmr.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/** What every refusal has in common, whatever went wrong. */
final class Complaints {

    static final int FAILED = 1;
    static final int NOT_FOUND = 3;
    static final int DENIED = 4;
    static final int DAEMON_UNREACHABLE = 5;
    static final int INVALID_FILE = 6;
    static final int INTERRUPTED = 130;

    private static final Pattern STACK_TRACE = Pattern.compile("(?m)^\\s+at [\\w.$]+\\(|Exception|Incident");

    private Complaints() {}

    /** One line that says what failed, on standard error, and the exit code of its kind. */
    static void assertRefused(Outcome outcome, int exitCode, String... words) {
        assertThat(outcome.exitCode()).as(outcome.toString()).isEqualTo(exitCode);
        List<String> complaints = complaints(outcome);
        assertThat(complaints).as(outcome.toString()).hasSize(1);
        assertThat(complaints.getFirst()).as(outcome.toString()).containsIgnoringCase(words[0]);
        for (String word : words) {
            assertThat(complaints.getFirst()).containsIgnoringCase(word);
        }
        assertClean(outcome);
    }

    /** As many findings as the file has mistakes, each with its place. */
    static void assertFindings(Outcome outcome, int count, String... words) {
        assertThat(outcome.exitCode()).as(outcome.toString()).isEqualTo(INVALID_FILE);
        assertThat(outcome.stderr().lines().filter(line -> line.matches(".+:\\d+:\\d+:? .*")))
                .as(outcome.toString())
                .hasSize(count);
        for (String word : words) {
            assertThat(outcome.stderr()).containsIgnoringCase(word);
        }
        assertClean(outcome);
    }

    private static List<String> complaints(Outcome outcome) {
        return outcome.stderr()
                .lines()
                .filter(line -> line.startsWith("error:") || line.equals("interrupted"))
                .toList();
    }

    private static void assertClean(Outcome outcome) {
        assertThat(outcome.stdout()).as(outcome.toString()).isEmpty();
        assertThat(STACK_TRACE.matcher(outcome.stderr()).find())
                .as("what only a programmer reads: " + outcome)
                .isFalse();
    }

    /** Both stores hold what they must, and the daemon's nothing that an interrupted writer left. */
    static void assertNothingHalfWritten(Deployment deployment) {
        assertThat(StoreInvariants.of(deployment.registry().store()).violations())
                .isEmpty();
        assertThat(StoreInvariants.of(deployment.daemon().store()).violations()).isEmpty();
        assertNothingLeft(deployment.daemon().store());
    }

    /** The daemon tidies up after a client that is gone, a moment later than the client ends. */
    static void assertNothingLeft(Path store) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!StoreInvariants.leftovers(store).isEmpty() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
        assertThat(StoreInvariants.leftovers(store)).isEmpty();
    }
}
