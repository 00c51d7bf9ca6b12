package io.vmregistry.registry.api;

import io.vmregistry.store.blob.ByteRange;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The {@code Range} header (RFC 9110, section 14): one range of bytes. Several, or what is no range, mean all of it. */
public sealed interface RangeHeader {

    Pattern SINGLE = Pattern.compile("bytes=\\s*([0-9]{0,18})\\s*-\\s*([0-9]{0,18})\\s*", Pattern.CASE_INSENSITIVE);

    /** The whole blob, with 200. */
    record All() implements RangeHeader {}

    /** A part of it, with 206. */
    record Part(ByteRange range) implements RangeHeader {}

    /** A range that the blob has nothing of, or that ends before it begins, with 416. */
    record Unsatisfiable() implements RangeHeader {}

    /** Reads the header against the size of the whole blob. */
    static RangeHeader parse(String header, long size) {
        Matcher range = SINGLE.matcher(header);
        if (!range.matches()) {
            return new All();
        }
        String first = range.group(1);
        String last = range.group(2);
        if (first.isEmpty()) {
            return last.isEmpty() ? new All() : suffix(Long.parseLong(last), size);
        }
        long from = Long.parseLong(first);
        long to = last.isEmpty() ? Long.MAX_VALUE : Long.parseLong(last);
        return from >= size || to < from ? new Unsatisfiable() : new Part(new ByteRange(from, Math.min(to, size - 1)));
    }

    private static RangeHeader suffix(long length, long size) {
        return length == 0 || size == 0
                ? new Unsatisfiable()
                : new Part(new ByteRange(Math.max(0, size - length), size - 1));
    }
}
