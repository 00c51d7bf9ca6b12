package io.vmregistry.e2e.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmregistry.e2e.invariant.StoreGarbage;
import io.vmregistry.e2e.invariant.StoreInvariants;
import io.vmregistry.e2e.invariant.StoreInvariants.Findings;
import io.vmregistry.e2e.process.Commands;
import io.vmregistry.e2e.process.RegistryServer;
import io.vmregistry.e2e.process.TemporaryFolder;
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

    /**
     * No file of the store contradicts another, and collecting would leave what manifests name and nothing else. The latter is shown on
     * a copy: what was left behind stays for those who work on the store next. Nobody may be writing to it.
     *
     * @return how much there was to collect
     */
    static int assertSoundAndGarbageGoes(Path store) {
        Findings before = StoreInvariants.of(store);
        assertThat(before.violations()).isEmpty();
        int garbage = StoreGarbage.in(store).size();
        try (TemporaryFolder copy = TemporaryFolder.create()) {
            Commands.run("cp", "-a", store + "/.", copy.path().toString());
            String report = RegistryServer.collectGarbage(copy.path(), "-grace", "0s", "-upload-expiry", "0s");
            assertThat(StoreGarbage.in(copy.path())).as(report).isEmpty();
            Findings after = StoreInvariants.of(copy.path());
            assertThat(after.violations()).as(report).isEmpty();
            assertThat(after.manifests()).as(report).isEqualTo(before.manifests());
            assertThat(after.tags()).as(report).isEqualTo(before.tags());
        }
        return garbage;
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
