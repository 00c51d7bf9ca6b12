package io.vmregistry.spec.unit;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as the formats write them: {@code 500ms}, {@code 5s}, {@code 1m30s}, {@code 2h}, {@code 1d}; each unit once, largest first. */
public final class DurationFormat {

    private static final Pattern FORM = Pattern.compile(
            "(?:([0-9]{1,6})d)?(?:([0-9]{1,7})h)?(?:([0-9]{1,8})m)?(?:([0-9]{1,9})s)?(?:([0-9]{1,9})ms)?");

    private DurationFormat() {}

    /** Empty when the text is no duration, also for a bare number. */
    public static Optional<Duration> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (text.isEmpty() || !matcher.matches()) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofDays(group(matcher, 1))
                .plusHours(group(matcher, 2))
                .plusMinutes(group(matcher, 3))
                .plusSeconds(group(matcher, 4))
                .plusMillis(group(matcher, 5)));
    }

    private static long group(Matcher matcher, int index) {
        String digits = matcher.group(index);
        return digits == null ? 0 : Long.parseLong(digits);
    }

    /** The canonical text, to the millisecond: {@code 90s} is {@code 1m30s}. */
    public static String print(Duration duration) {
        StringBuilder text = new StringBuilder();
        append(text, duration.toDays(), "d");
        append(text, duration.toHoursPart(), "h");
        append(text, duration.toMinutesPart(), "m");
        append(text, duration.toSecondsPart(), "s");
        append(text, duration.toMillisPart(), "ms");
        return text.isEmpty() ? "0s" : text.toString();
    }

    private static void append(StringBuilder text, long value, String unit) {
        if (value > 0) {
            text.append(value).append(unit);
        }
    }
}
