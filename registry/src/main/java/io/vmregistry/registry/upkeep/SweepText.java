package io.vmregistry.registry.upkeep;

import io.vertx.core.json.JsonObject;
import io.vmregistry.store.gc.GarbageCollector.Mode;
import io.vmregistry.store.gc.StoreSweep.Report;
import java.util.Locale;

/** What a run freed, for a log, a person and a program. */
public final class SweepText {

    private SweepText() {}

    /** One line of names and numbers, for the log. */
    static String line(Report report) {
        return write(
                "garbage collection%s: uploads=%d upload-bytes=%d blobs=%d blob-bytes=%d markers=%d referrers=%d named=%d ms=%d",
                isDry(report) ? " (dry run)" : "", report);
    }

    /** A table of a few lines, for a person. */
    public static String table(Report report) {
        return write("""
                %s
                  abandoned uploads  %,10d  %,18d bytes
                  unnamed blobs      %,10d  %,18d bytes
                  stale markers      %,10d
                  stale referrers    %,10d
                Blobs that manifests name: %,d. It took %,d ms.
                """, isDry(report) ? "Would be freed:" : "Freed:", report);
    }

    /** Writes the heading and the eight numbers, in the order that each format has them in. */
    private static String write(String format, String heading, Report report) {
        return String.format(
                Locale.ROOT,
                format,
                heading,
                report.uploads(),
                report.uploadBytes(),
                report.blobs(),
                report.blobBytes(),
                report.markers(),
                report.referrers(),
                report.named(),
                report.took().toMillis());
    }

    /** An object, for a program: {@code uploads} and {@code blobs} with {@code count} and {@code bytes}, else numbers. */
    public static JsonObject json(Report report) {
        return new JsonObject()
                .put("dryRun", isDry(report))
                .put("uploads", amount(report.uploads(), report.uploadBytes()))
                .put("blobs", amount(report.blobs(), report.blobBytes()))
                .put("markers", report.markers())
                .put("referrers", report.referrers())
                .put("named", report.named())
                .put("millis", report.took().toMillis());
    }

    private static boolean isDry(Report report) {
        return report.mode() == Mode.DRY_RUN;
    }

    private static JsonObject amount(int count, long bytes) {
        return new JsonObject().put("count", count).put("bytes", bytes);
    }
}
