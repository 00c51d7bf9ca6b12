package io.vmregistry.registry.observation;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/** What became of uploads, and how many are being written to in this process. */
final class UploadMetrics {

    /** What happens to an upload. */
    enum Event {
        BEGUN,
        RESUMED,
        COMMITTED,

        /** Ended without a blob, on purpose or because something failed. */
        CANCELLED,

        /** Left as it is, to be continued. */
        PAUSED;

        private String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

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

    void count(Event event) {
        Counter.builder("vmregistry.uploads")
                .description("Uploads by what happened to them")
                .tag("event", event.label())
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
