package io.vmregistry.registry.observation;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;

/** What became of uploads, and how many are being written to in this process. */
final class UploadMetrics {

    static final String BEGUN = "begun";
    static final String RESUMED = "resumed";
    static final String COMMITTED = "committed";

    /** Ended without a blob, on purpose or because something failed. */
    static final String CANCELLED = "cancelled";

    /** Left as it is, to be continued. */
    static final String PAUSED = "paused";

    private final MeterRegistry meters;
    private final AtomicInteger open = new AtomicInteger();
    private final Counter bytes;

    UploadMetrics(MeterRegistry meters) {
        this.meters = meters;
        this.bytes = Counter.builder("vmregistry.upload.received")
                .baseUnit("bytes")
                .description("Bytes that uploads have written")
                .register(meters);
        var _ = meters.gauge("vmregistry.uploads.open", open);
    }

    void count(String event) {
        Counter.builder("vmregistry.uploads")
                .description("Uploads by what happened to them")
                .tag("event", event)
                .register(meters)
                .increment();
    }

    void opened() {
        open.incrementAndGet();
    }

    void closed() {
        open.decrementAndGet();
    }

    void received(int count) {
        bytes.increment(count);
    }
}
