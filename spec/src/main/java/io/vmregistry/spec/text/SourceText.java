package io.vmregistry.spec.text;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalInt;

/**
 * A document's text and its name. What is parsed ({@link #text}) may differ from what the user wrote ({@link #original}):
 * after interpolation every position still names the place in the original, for a replaced stretch its whole expression.
 *
 * <p>Lines end with LF, CR LF or CR.
 */
public final class SourceText {

    private final String name;
    private final String original;
    private final String text;
    private final Replacements replacements;
    private final int[] lineStarts;
    private final OptionalInt malformedAt;

    private SourceText(String name, String original, String text, Replacements replacements, OptionalInt malformedAt) {
        this.name = name;
        this.original = original;
        this.text = text;
        this.replacements = replacements;
        this.malformedAt = malformedAt;
        this.lineStarts = lineStarts(original);
    }

    /** A text in memory; {@code name} is what diagnostics call it, usually its path. */
    public static SourceText of(String name, String text) {
        return new SourceText(name, text, text, Replacements.NONE, OptionalInt.empty());
    }

    /** UTF-8 bytes. Bytes that are no UTF-8 become U+FFFD and {@link #malformedAt} names the first of them. */
    public static SourceText decode(String name, byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        CharBuffer valid = CharBuffer.allocate(bytes.length + 1);
        CoderResult result = decoder.decode(ByteBuffer.wrap(bytes), valid, true);
        if (!result.isError()) {
            return of(name, valid.flip().toString());
        }
        String lenient = new String(bytes, StandardCharsets.UTF_8);
        return new SourceText(name, lenient, lenient, Replacements.NONE, OptionalInt.of(valid.position()));
    }

    public String name() {
        return name;
    }

    /** What is parsed. */
    public String text() {
        return text;
    }

    /** What the user wrote; positions are places in it. */
    public String original() {
        return original;
    }

    /** Offset of the first character that was no UTF-8 in the bytes. */
    public OptionalInt malformedAt() {
        return malformedAt;
    }

    public int lineCount() {
        return lineStarts.length;
    }

    /** A line of the original without its end; line numbers count from 1. */
    public String line(int line) {
        int start = lineStarts[line - 1];
        int end = line < lineStarts.length ? lineStarts[line] : original.length();
        while (end > start && isLineEnd(original.charAt(end - 1))) {
            end--;
        }
        return original.substring(start, end);
    }

    /** Where the character at {@code offset} of {@link #text} stands in the original. */
    public Position position(int offset) {
        return placeOf(replacements.startOf(offset));
    }

    /** The stretch of the original from which {@code [start, end)} of {@link #text} came. */
    public TextRange range(int start, int end) {
        int first = replacements.startOf(start);
        int last = Math.max(first, replacements.endOf(end, start));
        return new TextRange(placeOf(first), placeOf(last));
    }

    /** Whether {@code [start, end)} of {@link #text} stands in the original as it is, from a line's beginning on. */
    public boolean isVerbatimFrom(int start, int end) {
        int first = replacements.startOf(start);
        return replacements.endOf(end, start) - first == end - start
                && placeOf(first).column() == 1
                && original.regionMatches(first, text, start, end - start);
    }

    /** The offset in the original of a position; positions behind a line's or the text's end are clamped. */
    public int offset(Position position) {
        if (position.line() > lineStarts.length) {
            return original.length();
        }
        int start = lineStarts[position.line() - 1];
        return Math.min(
                start + position.column() - 1, start + line(position.line()).length());
    }

    /** Starts a text that is parsed in place of this one, and whose positions name places in this one. */
    public Rewriting rewriting() {
        return new Rewriting(this);
    }

    private Position placeOf(int originalOffset) {
        int clamped = Math.clamp(originalOffset, 0, original.length());
        int found = Arrays.binarySearch(lineStarts, clamped);
        int line = found >= 0 ? found : -found - 2;
        return new Position(line + 1, clamped - lineStarts[line] + 1);
    }

    private static int[] lineStarts(String text) {
        int[] starts = new int[Math.max(16, text.length() / 24)];
        int count = 1;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isLineEnd(c)) {
                continue;
            }
            if (c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n') {
                i++;
            }
            if (count == starts.length) {
                starts = Arrays.copyOf(starts, count * 2);
            }
            starts[count++] = i + 1;
        }
        return Arrays.copyOf(starts, count);
    }

    private static boolean isLineEnd(char c) {
        return c == '\n' || c == '\r';
    }

    @Override
    public String toString() {
        return name;
    }

    /** A rewritten text, put together from left to right. */
    public static final class Rewriting {
        private final SourceText from;
        private final StringBuilder written = new StringBuilder();
        private final Replacements.Recorder recorder = new Replacements.Recorder();

        private Rewriting(SourceText from) {
            this.from = from;
        }

        /** Takes {@code [start, end)} of the text as it is. */
        public void copy(int start, int end) {
            written.append(from.text, start, end);
        }

        /** Writes {@code value} in place of {@code [start, end)}. */
        public void replace(int start, int end, String value) {
            recorder.record(
                    written.length(),
                    written.length() + value.length(),
                    from.replacements.startOf(start),
                    from.replacements.endOf(end, start));
            written.append(value);
        }

        public SourceText done() {
            return new SourceText(from.name, from.original, written.toString(), recorder.done(), from.malformedAt);
        }
    }
}
