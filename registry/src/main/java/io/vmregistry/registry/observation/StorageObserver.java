package io.vmregistry.registry.observation;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vmregistry.store.StoreException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Times calls of the store: {@value #NAME} by operation and outcome, and a span for each. */
public final class StorageObserver {

    static final String NAME = "vmregistry.storage.operations";

    private record Kind(String operation, String outcome) {}

    private final MeterRegistry meters;
    private final Spans spans;
    private final ConcurrentMap<Kind, Timer> timers = new ConcurrentHashMap<>();

    public StorageObserver(MeterRegistry meters, Spans spans) {
        this.meters = meters;
        this.spans = spans;
    }

    MeterRegistry meters() {
        return meters;
    }

    /** Makes a call that is worth a span. */
    <T> T observe(String operation, Supplier<T> call) {
        return spans.within("store " + operation, () -> time(operation, call));
    }

    void observe(String operation, Runnable call) {
        boolean _ = observe(operation, () -> {
            call.run();
            return true;
        });
    }

    /** Makes a call of which one request makes thousands. */
    <T> T time(String operation, Supplier<T> call) {
        long start = System.nanoTime();
        String outcome = "error";
        try {
            T result = call.get();
            outcome = "ok";
            return result;
        } catch (StoreException e) {
            outcome = outcome(e);
            throw e;
        } finally {
            timer(operation, outcome).record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
        }
    }

    private Timer timer(String operation, String outcome) {
        return timers.computeIfAbsent(
                new Kind(operation, outcome),
                kind -> Timer.builder(NAME)
                        .description("Calls of the store")
                        .tag("operation", kind.operation())
                        .tag("outcome", kind.outcome())
                        .register(meters));
    }

    private static String outcome(StoreException fault) {
        return switch (fault) {
            case StoreException.BlobUnknown _,
                    StoreException.ManifestUnknown _,
                    StoreException.ManifestBlobUnknown _,
                    StoreException.UploadUnknown _ -> "unknown";
            case StoreException.UploadBusy _ -> "busy";
            case StoreException.DigestMismatch _, StoreException.OffsetMismatch _ -> "mismatch";
            case StoreException.StoreFull _ -> "full";
            case StoreException.StoreUnavailable _ -> "unavailable";
        };
    }
}
