package io.vmregistry.registry.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmregistry.store.gc.GarbageCollector.Mode;
import io.vmregistry.store.gc.StoreSweep.Report;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SweepTextTest {

    /** Every number differs, so none can stand in another's place. */
    private static Report report(Mode mode) {
        return new Report(mode, 1, 2_000, 3, 4_000, 5_000_000, 6, 7, Duration.ofMillis(8_000));
    }

    @Test
    void aLineForTheLog() {
        assertThat(SweepText.line(report(Mode.SWEEP)))
                .isEqualTo("garbage collection: uploads=1 upload-bytes=2000 blobs=4000 blob-bytes=5000000 markers=6"
                        + " referrers=7 named=3 ms=8000");
        assertThat(SweepText.line(report(Mode.DRY_RUN))).startsWith("garbage collection (dry run): uploads=1 ");
    }

    @Test
    void aTableForAPerson() {
        assertThat(SweepText.table(report(Mode.DRY_RUN))).isEqualTo("""
                        Would be freed:
                          abandoned uploads           1               2,000 bytes
                          unnamed blobs           4,000           5,000,000 bytes
                          stale markers               6
                          stale referrers             7
                        Blobs that manifests name: 3. It took 8,000 ms.
                        """);
        assertThat(SweepText.table(report(Mode.SWEEP))).startsWith("Freed:\n");
    }

    @Test
    void anObjectForAProgram() {
        assertThat(SweepText.json(report(Mode.SWEEP)).encode())
                .isEqualTo("{\"dryRun\":false,\"uploads\":{\"count\":1,\"bytes\":2000},"
                        + "\"blobs\":{\"count\":4000,\"bytes\":5000000},\"markers\":6,\"referrers\":7,\"named\":3,"
                        + "\"millis\":8000}");
    }
}
