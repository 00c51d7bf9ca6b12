package io.vmregistry.cli.terminal;

import io.vmregistry.spec.unit.ByteSize;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Locale;

/** Sizes and times as people say them. */
public final class Wording {

    private Wording() {}

    /** Such as {@code 1.5 GiB}. */
    public static String size(long bytes) {
        if (bytes < ByteSize.KIB) {
            return bytes + " B";
        }
        if (bytes < ByteSize.MIB) {
            return of(bytes, ByteSize.KIB, "KiB");
        }
        if (bytes < ByteSize.GIB) {
            return of(bytes, ByteSize.MIB, "MiB");
        }
        return bytes < ByteSize.TIB ? of(bytes, ByteSize.GIB, "GiB") : of(bytes, ByteSize.TIB, "TiB");
    }

    private static String of(long bytes, long unit, String name) {
        return String.format(Locale.ROOT, "%.1f %s", (double) bytes / unit, name);
    }

    /** Such as {@code 3 hours ago}; the text itself when it is no RFC 3339 time. */
    public static String age(String time, Clock clock) {
        Instant then;
        try {
            then = Instant.parse(time);
        } catch (DateTimeParseException e) {
            return time;
        }
        Duration age = Duration.between(then, clock.instant());
        if (age.isNegative() || age.toSeconds() < 2) {
            return "just now";
        }
        if (age.toMinutes() < 2) {
            return age.toSeconds() + " seconds ago";
        }
        if (age.toHours() < 2) {
            return age.toMinutes() + " minutes ago";
        }
        return age.toDays() < 2 ? age.toHours() + " hours ago" : age.toDays() + " days ago";
    }
}
