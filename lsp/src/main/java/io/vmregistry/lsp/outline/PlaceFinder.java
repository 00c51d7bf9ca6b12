package io.vmregistry.lsp.outline;

import io.vmregistry.lsp.outline.OutlinePath.Step;
import io.vmregistry.lsp.outline.Place.Kind;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Remembers what the scanner was at when it passed the cursor. The first answer stands. */
final class PlaceFinder {

    private final String text;
    private final int cursor;
    private @Nullable Place place;
    private Set<String> siblings = Set.of();
    private boolean siblingsKnown;

    /** @param cursor empty when nobody asks */
    PlaceFinder(String text, OptionalInt cursor) {
        this.text = text;
        this.cursor = cursor.orElse(-1);
    }

    Place found() {
        Place at = place == null ? new Place(Kind.NOTHING, List.of(), cursor, cursor, Set.of(), 0, false) : place;
        Set<String> others = new HashSet<>(siblings);
        if (at.kind() == Kind.KEY) {
            others.remove(text.substring(at.start(), at.end()));
        }
        return new Place(at.kind(), at.path(), at.start(), at.end(), others, at.indent(), at.flow());
    }

    private boolean outside(int start, int end) {
        return place != null || cursor < start || cursor > end;
    }

    private void set(Kind kind, List<String> path, int start, int end, int indent, boolean flow) {
        place = new Place(kind, path, start, end, Set.of(), indent, flow);
    }

    private void setKey(OutlinePath path, Step mapping, int depth, int start, int end) {
        siblings = mapping.keys;
        siblingsKnown = true;
        set(Kind.KEY, path.names().subList(0, depth), start, end, mapping.indent, mapping.flow);
    }

    void nothing(int start, int end) {
        if (!outside(start + 1, end)) {
            set(Kind.NOTHING, List.of(), cursor, cursor, 0, false);
        }
    }

    /** A mapping began: the one whose first key the cursor may be at. */
    void began(OutlinePath path, Step mapping) {
        if (place != null
                && place.kind() == Kind.START
                && !siblingsKnown
                && place.path().equals(path.names().subList(0, path.depth() - 1))) {
            siblings = mapping.keys;
            siblingsKnown = true;
        }
    }

    /** A line without content, or with a comment that begins at {@code content}. */
    void blankLine(OutlinePath path, int lineStart, int content, int lineEnd) {
        if (outside(lineStart, lineEnd)) {
            return;
        }
        if (content < lineEnd) {
            set(Kind.NOTHING, List.of(), cursor, cursor, 0, false);
            return;
        }
        atColumn(path, cursor - lineStart);
    }

    private void atColumn(OutlinePath path, int column) {
        for (int depth = path.depth(); depth > 0; depth--) {
            Step step = path.steps().get(depth - 1);
            if (step.open && column > step.indent) {
                set(Kind.START, path.names().subList(0, depth), cursor, cursor, column, false);
                return;
            }
            if (!step.list && column == step.indent) {
                setKey(path, step, depth - 1, cursor, cursor);
                return;
            }
            if (column > step.indent) {
                set(Kind.NOTHING, List.of(), cursor, cursor, 0, false);
                return;
            }
        }
        set(Kind.KEY, List.of(), cursor, cursor, column, false);
    }

    void afterDash(OutlinePath path, int from, int next, int lineEnd) {
        if (next == lineEnd && !outside(from, lineEnd)) {
            int lineStart = lineStart(from);
            set(Kind.START, path.names(), cursor, cursor, Math.max(cursor, from + 1) - lineStart, false);
        }
    }

    private int lineStart(int offset) {
        int start = offset;
        while (start > 0 && !ScalarEnds.isBreak(text.charAt(start - 1))) {
            start--;
        }
        return start;
    }

    void key(OutlinePath path, Step mapping, int start, int end) {
        if (!outside(start, end)) {
            setKey(path, mapping, path.depth() - 1, start, end);
        }
    }

    /** A line that is one word: a key without its colon, or a value. */
    void loneWord(OutlinePath path, int start, int end, int column, boolean mayBeValue) {
        if (outside(start, end)) {
            return;
        }
        if (mayBeValue) {
            set(Kind.START, path.names(), start, end, column, false);
        } else if (path.isEmpty()) {
            set(Kind.KEY, List.of(), start, end, column, false);
        } else if (!path.top().list && path.top().indent == column) {
            setKey(path, path.top(), path.depth() - 1, start, end);
        } else {
            set(Kind.NOTHING, List.of(), start, end, column, false);
        }
    }

    void noValue(OutlinePath path, Step step, int from, int content, int lineEnd) {
        if (!outside(from, lineEnd)) {
            boolean comment = content < lineEnd && cursor > content;
            set(comment ? Kind.NOTHING : Kind.VALUE, path.names(), cursor, cursor, step.indent, false);
        }
    }

    /** A block scalar: its sign's line, then its text. */
    void block(OutlinePath path, int from, int lineEnd, int end) {
        if (!outside(from, end)) {
            set(cursor <= lineEnd ? Kind.NOTHING : Kind.TEXT, path.names(), cursor, cursor, path.top().indent, false);
        }
    }

    /** A scalar, between {@code from} and {@code to} where nothing else can stand. */
    void scalar(OutlinePath path, int start, int end, int from, int to) {
        if (outside(from, to)) {
            return;
        }
        boolean inside = cursor >= start && cursor <= end;
        Step top = path.top();
        if (inside || cursor < start) {
            set(Kind.VALUE, path.names(), inside ? start : cursor, inside ? end : cursor, top.indent, top.flow);
        } else {
            set(Kind.NOTHING, List.of(), cursor, cursor, 0, false);
        }
    }

    /** Space between two signs inside brackets. */
    void flowGap(OutlinePath path, int from, int to, int indent) {
        if (outside(from, to)) {
            return;
        }
        Step top = path.top();
        boolean word = to < text.length() && cursor == to && " \t\r\n,[]{}:".indexOf(text.charAt(to)) < 0;
        if (word) {
            return;
        }
        if (top.list) {
            set(Kind.START, path.names(), cursor, cursor, indent, true);
        } else if (top.atKey && top.key.isEmpty()) {
            setKey(path, top, path.depth() - 1, cursor, cursor);
        } else if (!top.atKey) {
            set(Kind.VALUE, path.names(), cursor, cursor, indent, true);
        }
    }

    /** The text's end: a line that has not begun. */
    void atEnd(OutlinePath path) {
        if (place != null || cursor < 0) {
            return;
        }
        int start = lineStart(cursor);
        if (text.substring(start, cursor).isBlank()) {
            atColumn(path, cursor - start);
        }
    }
}
