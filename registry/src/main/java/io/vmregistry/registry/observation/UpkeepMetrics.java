package io.vmregistry.registry.observation;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vmregistry.registry.upkeep.Upkeep;
import io.vmregistry.store.gc.GarbageCollector.Mode;
import io.vmregistry.store.gc.StoreSweep.Report;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;

/** What garbage collection freed. Dry runs free nothing and are not counted. */
public final class UpkeepMetrics implements Upkeep.Listener {

    private final MeterRegistry meters;
    private final Clock clock;
    private final AtomicLong lastSuccess = new AtomicLong();

    public UpkeepMetrics(MeterRegistry meters, Clock clock) {
        this.meters = meters;
        this.clock = clock;
        var _ = meters.gauge("vmregistry.gc.last.success.timestamp.seconds", lastSuccess);
    }

    @Override
    public void finished(Report report) {
        if (report.mode() == Mode.DRY_RUN) {
            return;
        }
        lastSuccess.set(clock.instant().getEpochSecond());
        Timer.builder("vmregistry.gc.runs")
                .description("Runs of garbage collection")
                .register(meters)
                .record(report.took());
        freed("uploads", report.uploads());
        freed("blobs", report.blobs());
        freed("markers", report.markers());
        freed("referrers", report.referrers());
        freedBytes("uploads", report.uploadBytes());
        freedBytes("blobs", report.blobBytes());
    }

    @Override
    public void failed() {
        Counter.builder("vmregistry.gc.failures")
                .description("Runs of garbage collection that failed")
                .register(meters)
                .increment();
    }

    private void freed(String kind, long count) {
        Counter.builder("vmregistry.gc.freed")
                .description("Things that garbage collection freed")
                .tag("kind", kind)
                .register(meters)
                .increment((double) count);
    }

    private void freedBytes(String kind, long count) {
        Counter.builder("vmregistry.gc.freed.bytes")
                .description("Bytes that garbage collection freed")
                .tag("kind", kind)
                .register(meters)
                .increment((double) count);
    }
}
