package io.vmregistry.e2e.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmregistry.e2e.invariant.StoreGarbage;
import io.vmregistry.e2e.invariant.StoreInvariants;
import io.vmregistry.e2e.invariant.StoreInvariants.Findings;
import io.vmregistry.e2e.registry.Api;
import io.vmregistry.e2e.registry.Workload;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What has to be true of a registry when a workload is over, whatever happened to it. */
final class Aftermath {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration PAUSE = Duration.ofMillis(250);

    private Aftermath() {}

    /** What was acknowledged is there bit for bit, and what was deleted is not. */
    static void assertNothingIsLost(Workload workload, Api api) throws Exception {
        assertThat(workload.violations(api)).isEmpty();
    }

    /** No file of the store contradicts another. Nobody may be writing to it. */
    static void assertSound(Path store) {
        assertThat(StoreInvariants.of(store).violations()).isEmpty();
    }

    /** Once the grace period is over, collecting leaves what manifests name and nothing else, and that is still all there. */
    static void assertOnlyGarbageIsFreed(Workload workload, Api api, Path store) throws Exception {
        Instant deadline = Instant.now().plus(PATIENCE);
        List<Path> garbage = StoreGarbage.in(store);
        while (!garbage.isEmpty() && Instant.now().isBefore(deadline)) {
            // The grace period has to pass; nothing tells when it has.
            Thread.sleep(PAUSE);
            workload.collect(api);
            garbage = StoreGarbage.in(store);
        }
        assertThat(garbage).isEmpty();
        assertNothingIsLost(workload, api);
        Findings findings = StoreInvariants.of(store);
        assertThat(findings.violations()).isEmpty();
        assertThat(findings.manifests()).isEqualTo(workload.images());
    }
}
