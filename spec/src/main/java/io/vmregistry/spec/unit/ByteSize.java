package io.vmregistry.spec.unit;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A size in bytes. Every unit is binary: {@code G}, {@code GB} and {@code GiB} all mean 2^30, in any case; {@code B} is a byte.
 *
 * @param bytes never negative
 */
public record ByteSize(long bytes) implements Comparable<ByteSize> {

    public static final long KIB = 1L << 10;
    public static final long MIB = 1L << 20;
    public static final long GIB = 1L << 30;
    public static final long TIB = 1L << 40;

    private static final Pattern SIZE =
            Pattern.compile("([0-9]{1,18})(?:\\.([0-9]{1,9}))?\\s*([KMGT])(?:i?B)?", Pattern.CASE_INSENSITIVE);
    private static final Pattern BYTES = Pattern.compile("([0-9]{1,18})\\s*B", Pattern.CASE_INSENSITIVE);
    private static final Pattern BARE = Pattern.compile("[0-9]{1,18}");

    public ByteSize {
        if (bytes < 0) {
            throw new IllegalArgumentException("a size cannot be negative: " + bytes);
        }
    }

    public static ByteSize ofMiB(long mebibytes) {
        return new ByteSize(Math.multiplyExact(mebibytes, MIB));
    }

    public static ByteSize ofGiB(long gibibytes) {
        return new ByteSize(Math.multiplyExact(gibibytes, GIB));
    }

    /** A size with a unit, as disks need one. Empty for anything else, also for a bare number. */
    public static Optional<ByteSize> parse(String text) {
        String stripped = text.strip();
        Matcher inBytes = BYTES.matcher(stripped);
        if (inBytes.matches()) {
            return Optional.of(new ByteSize(Long.parseLong(inBytes.group(1))));
        }
        Matcher matcher = SIZE.matcher(stripped);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long unit = unitOf(matcher.group(3).charAt(0));
        OptionalLong whole = times(Long.parseLong(matcher.group(1)), unit);
        long part = matcher.group(2) == null ? 0 : (long) (Double.parseDouble("0." + matcher.group(2)) * unit);
        return whole.isEmpty() || whole.getAsLong() > Long.MAX_VALUE - part
                ? Optional.empty()
                : Optional.of(new ByteSize(whole.getAsLong() + part));
    }

    /** A size of memory: as {@link #parse}, and a bare number is in MiB. */
    public static Optional<ByteSize> parseMemory(String text) {
        String stripped = text.strip();
        if (!BARE.matcher(stripped).matches()) {
            return parse(stripped);
        }
        OptionalLong bytes = times(Long.parseLong(stripped), MIB);
        return bytes.isEmpty() ? Optional.empty() : Optional.of(new ByteSize(bytes.getAsLong()));
    }

    private static OptionalLong times(long count, long unit) {
        return count > Long.MAX_VALUE / unit ? OptionalLong.empty() : OptionalLong.of(count * unit);
    }

    private static long unitOf(char letter) {
        return switch (Character.toUpperCase(letter)) {
            case 'K' -> KIB;
            case 'M' -> MIB;
            case 'G' -> GIB;
            default -> TIB;
        };
    }

    /** Whole mebibytes, rounded up: what hypervisors take. */
    public long toMiB() {
        return bytes / MIB + (bytes % MIB == 0 ? 0 : 1);
    }

    @Override
    public int compareTo(ByteSize other) {
        return Long.compare(bytes, other.bytes);
    }

    /** The canonical form: the largest of TiB, GiB, MiB and KiB that divides the size, else bytes. */
    @Override
    public String toString() {
        if (bytes == 0) {
            return "0B";
        }
        if (bytes % TIB == 0) {
            return bytes / TIB + "TiB";
        }
        if (bytes % GIB == 0) {
            return bytes / GIB + "GiB";
        }
        if (bytes % MIB == 0) {
            return bytes / MIB + "MiB";
        }
        return bytes % KIB == 0 ? bytes / KIB + "KiB" : bytes + "B";
    }
}
