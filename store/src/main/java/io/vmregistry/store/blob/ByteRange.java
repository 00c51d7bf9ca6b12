package io.vmregistry.store.blob;

/**
 * Bytes {@code first} to {@code last}, both included, counted from 0; {@link #ALL} is the whole blob.
 */
public record ByteRange(long first, long last) {

    public static final ByteRange ALL = new ByteRange(0, Long.MAX_VALUE);

    public ByteRange {
        if (first < 0 || last < first) {
            throw new IllegalArgumentException("not a byte range: " + first + "-" + last);
        }
    }

    public static ByteRange from(long first) {
        return new ByteRange(first, Long.MAX_VALUE);
    }

    /**
     * How many bytes it has of a blob of this size: it is cut to the blob's end.
     *
     * @throws IllegalArgumentException when it begins behind the blob's last byte
     */
    public long lengthIn(long size) {
        if (first > 0 && first >= size) {
            throw new IllegalArgumentException(
                    "the range begins at byte " + first + " of a blob of " + size + " bytes");
        }
        return Math.min(size - 1, last) - first + 1;
    }
}
