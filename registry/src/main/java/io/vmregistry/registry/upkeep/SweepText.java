package io.vmregistry.registry.upkeep;

import io.vertx.core.json.JsonObject;
import io.vmregistry.store.gc.GarbageCollector.Mode;
import io.vmregistry.store.gc.StoreSweep.Report;
import java.util.Locale;

/** What a run freed, for a log, a person and a program. */
public final class SweepText {

    private SweepText() {}

    static String line(Report report) {
        return "garbage collection%s: uploads=%d upload-bytes=%d blobs=%d blob-bytes=%d markers=%d referrers=%d named=%d ms=%d"
                .formatted(
                        report.mode() == Mode.DRY_RUN ? " (dry run)" : "",
                        report.uploads(),
                        report.uploadBytes(),
                        report.blobs(),
                        report.blobBytes(),
                        report.markers(),
                        report.referrers(),
                        report.named(),
                        report.took().toMillis());
    }

    /** A table. */
    public static String table(Report report) {
        return String.format(
                Locale.ROOT,
                """
                %s
                  abandoned uploads  %,10d  %,18d bytes
                  unnamed blobs      %,10d  %,18d bytes
                  stale markers      %,10d
                  stale referrers    %,10d
                Blobs that manifests name: %,d. It took %,d ms.
                """,
                report.mode() == Mode.DRY_RUN ? "Would be freed:" : "Freed:",
                report.uploads(),
                report.uploadBytes(),
                report.blobs(),
                report.blobBytes(),
                report.markers(),
                report.referrers(),
                report.named(),
                report.took().toMillis());
    }

    public static JsonObject json(Report report) {
        return new JsonObject()
                .put("dryRun", report.mode() == Mode.DRY_RUN)
                .put("uploads", amount(report.uploads(), report.uploadBytes()))
                .put("blobs", amount(report.blobs(), report.blobBytes()))
                .put("markers", report.markers())
                .put("referrers", report.referrers())
                .put("named", report.named())
                .put("millis", report.took().toMillis());
    }

    private static JsonObject amount(int count, long bytes) {
        return new JsonObject().put("count", count).put("bytes", bytes);
    }
}
