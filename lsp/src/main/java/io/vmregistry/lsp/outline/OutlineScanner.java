package io.vmregistry.lsp.outline;

import io.vmregistry.lsp.outline.OutlineListener.Style;
import io.vmregistry.lsp.outline.OutlinePath.Step;
import java.util.OptionalInt;

/**
 * Reads any text as an outline: never fails, judges nothing, one pass. Block keys end what was left open before them, so a
 * bracket or a quote without its end costs no more than the entry that it stands in.
 */
public final class OutlineScanner {

    private static final String NO_WORD = "{[|>&*!\"'";

    private final String text;
    private final OutlineListener listener;
    private final OutlinePath path = new OutlinePath();
    private final ScalarEnds ends;
    private final PlaceFinder places;
    private int at;

    OutlineScanner(String text, OutlineListener listener, PlaceFinder places) {
        this.text = text;
        this.listener = listener;
        this.places = places;
        this.ends = new ScalarEnds(text);
    }

    /** Tells {@code listener} of everything in the text. */
    public static void scan(String text, OutlineListener listener) {
        new OutlineScanner(text, listener, new PlaceFinder(text, OptionalInt.empty())).scan();
    }

    /** What a cursor at {@code offset} touches. */
    public static Place placeAt(String text, int offset) {
        PlaceFinder places = new PlaceFinder(text, OptionalInt.of(Math.clamp(offset, 0, text.length())));
        new OutlineScanner(text, new OutlineListener() {}, places).scan();
        return places.found();
    }

    void scan() {
        at = text.startsWith("\uFEFF") ? 1 : 0;
        while (at < text.length()) {
            line();
        }
        places.atEnd(path);
    }

    private void line() {
        int lineStart = at;
        int content = ends.withoutSpaces(lineStart);
        int lineEnd = ends.lineEnd(content);
        if (content == lineEnd || text.charAt(content) == '#') {
            places.blankLine(path, lineStart, content, lineEnd);
            if (content < lineEnd) {
                listener.comment(content, lineEnd);
            }
        } else if (isMarker(lineStart, lineEnd)) {
            path.clear();
        } else {
            leave(content - lineStart, isDash(content, lineEnd));
            entry(lineStart, content, lineEnd);
            lineEnd = ends.lineEnd(at);
        }
        at = ends.nextLine(lineEnd);
    }

    private boolean isMarker(int lineStart, int lineEnd) {
        String three = text.substring(lineStart, Math.min(lineEnd, lineStart + 3));
        return three.equals("---") || three.equals("...") || three.startsWith("%");
    }

    private boolean isDash(int offset, int lineEnd) {
        return text.charAt(offset) == '-' && (offset + 1 >= lineEnd || ends.isSpace(offset + 1));
    }

    /** Leaves what ends where a line with this indentation begins. */
    private void leave(int indent, boolean dash) {
        while (!path.isEmpty()
                && (path.top().indent > indent || (path.top().indent == indent && path.top().list && !dash))) {
            path.pop();
        }
    }

    /** Dashes, then a key with its value, or a value alone. */
    private void entry(int lineStart, int content, int lineEnd) {
        int offset = content;
        while (offset < lineEnd && isDash(offset, lineEnd) && !path.isFull()) {
            int indent = offset - lineStart;
            Step list = !path.isEmpty() && path.top().list && path.top().indent == indent
                    ? path.top()
                    : path.push(new Step(indent, true, false));
            list.index++;
            list.open = true;
            int next = ends.withoutSpaces(offset + 1);
            places.afterDash(path, offset + 1, next, lineEnd);
            offset = next;
        }
        if (offset >= lineEnd || path.isFull()) {
            at = lineEnd;
            return;
        }
        OptionalInt colon = ends.colonOfKey(offset, lineEnd);
        if (colon.isEmpty()) {
            loneValue(lineStart, offset, lineEnd);
            return;
        }
        Step mapping = mappingAt(offset - lineStart);
        int keyEnd = ends.trimmed(offset, colon.getAsInt());
        boolean quoted = text.charAt(offset) == '"' || text.charAt(offset) == '\'';
        int start = quoted ? offset + 1 : offset;
        int end = quoted ? Math.max(start, keyEnd - 1) : keyEnd;
        mapping.key = text.substring(start, end);
        mapping.open = true;
        places.key(path, mapping, start, end);
        listener.key(path, mapping.key, start, end);
        mapping.keys.add(mapping.key);
        value(mapping, colon.getAsInt() + 1, lineEnd);
    }

    private Step mappingAt(int indent) {
        if (!path.isEmpty() && !path.top().list && path.top().indent == indent) {
            return path.top();
        }
        Step mapping = path.push(new Step(indent, false, false));
        places.began(path, mapping);
        return mapping;
    }

    /** A line without a key: what a user has typed of one, an item, a value on a line of its own, or the rest of one. */
    private void loneValue(int lineStart, int offset, int lineEnd) {
        boolean item = !path.isEmpty() && path.top().list && path.top().open;
        boolean below = !path.isEmpty() && path.top().open && path.top().indent < offset - lineStart;
        if (NO_WORD.indexOf(text.charAt(offset)) < 0) {
            places.loneWord(path, offset, ends.plainEnd(offset, lineEnd), offset - lineStart, item || below);
        }
        if (item || below) {
            value(path.top(), offset, lineEnd);
        } else {
            at = lineEnd;
        }
    }

    /** Reads the value of the entry that {@code step} is at; leaves {@link #at} where it ends. */
    private void value(Step step, int from, int lineEnd) {
        int offset = ends.withoutSpaces(from);
        while (offset < lineEnd && (text.charAt(offset) == '&' || text.charAt(offset) == '!')) {
            int end = ends.wordEnd(offset);
            if (text.charAt(offset) == '&') {
                listener.anchor(offset + 1, end);
            }
            offset = ends.withoutSpaces(end);
        }
        at = lineEnd;
        if (offset >= lineEnd || text.charAt(offset) == '#') {
            places.noValue(path, step, from, offset, lineEnd);
            if (offset < lineEnd) {
                listener.comment(offset, lineEnd);
            }
            return;
        }
        step.open = false;
        switch (text.charAt(offset)) {
            case '{', '[' -> {
                FlowScanner flow = new FlowScanner(text, ends, listener, places, path);
                at = flow.scan(offset, step.indent);
                listener.flow(offset, at);
                trailingComment();
            }
            case '|', '>' -> {
                int end = ends.blockEnd(offset, step.indent);
                places.block(path, offset, lineEnd, end);
                listener.scalar(path, Style.BLOCK, offset, end);
                at = end;
            }
            case '"', '\'' -> {
                int end = ends.quoteEnd(offset, step.indent);
                boolean closed = end > offset + 1 && text.charAt(end - 1) == text.charAt(offset);
                int inner = closed ? end - 1 : end;
                places.scalar(path, offset + 1, inner, offset, end);
                listener.scalar(path, Style.QUOTED, offset + 1, inner);
                at = end;
                trailingComment();
            }
            case '*' -> {
                int end = ends.wordEnd(offset);
                listener.alias(offset + 1, end);
                places.nothing(offset, end);
                at = end;
                trailingComment();
            }
            default -> {
                int end = ends.plainEnd(offset, lineEnd);
                places.scalar(path, offset, end, from, lineEnd);
                listener.scalar(path, Style.PLAIN, offset, end);
                at = end;
                trailingComment();
            }
        }
    }

    private void trailingComment() {
        int offset = ends.withoutSpaces(at);
        int end = ends.lineEnd(offset);
        if (offset < end && text.charAt(offset) == '#') {
            places.nothing(offset, end);
            listener.comment(offset, end);
        }
    }
}
