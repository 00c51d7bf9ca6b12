package io.vmregistry.lsp.outline;

import io.vmregistry.lsp.outline.OutlineListener.Style;
import io.vmregistry.lsp.outline.OutlinePath.Step;

/** Reads lists and mappings in brackets, over lines if need be. Gives up where a line begins that is not indented deeper. */
final class FlowScanner {

    private final String text;
    private final ScalarEnds ends;
    private final OutlineListener listener;
    private final PlaceFinder places;
    private final OutlinePath path;

    FlowScanner(String text, ScalarEnds ends, OutlineListener listener, PlaceFinder places, OutlinePath path) {
        this.text = text;
        this.ends = ends;
        this.listener = listener;
        this.places = places;
        this.path = path;
    }

    /** Reads what begins with the bracket at {@code from}; {@code indent} is that of the entry whose value it is. */
    int scan(int from, int indent) {
        int outside = path.depth();
        int at = from;
        int gap = from;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (ScalarEnds.isBreak(c)) {
                int next = nextLine(at, indent);
                if (next < 0) {
                    break;
                }
                at = next;
                continue;
            }
            if (ends.isSpace(at)) {
                at++;
                continue;
            }
            if (path.depth() > outside) {
                places.flowGap(path, gap, at, indent);
            }
            at = token(c, at, indent);
            gap = at;
            if (path.depth() <= outside) {
                return at;
            }
        }
        if (path.depth() > outside) {
            places.flowGap(path, gap, at, indent);
        }
        while (path.depth() > outside) {
            path.pop();
        }
        return Math.min(at, text.length());
    }

    /** The next line's content, when it still belongs to the brackets; else -1. */
    private int nextLine(int lineEnd, int indent) {
        int next = ends.nextContent(lineEnd, -1);
        if (next < 0) {
            return -1;
        }
        char c = text.charAt(next);
        boolean closes = c == '}' || c == ']';
        return closes || ends.nextContent(lineEnd, indent) >= 0 ? next : -1;
    }

    private int token(char c, int at, int indent) {
        return switch (c) {
            case '{', '[' -> open(c == '[', at, indent);
            case '}', ']' -> {
                path.pop();
                yield at + 1;
            }
            case ',' -> {
                next();
                yield at + 1;
            }
            case ':' -> {
                path.top().atKey = false;
                yield at + 1;
            }
            case '#' -> {
                int end = ends.lineEnd(at);
                places.nothing(at, end);
                listener.comment(at, end);
                yield end;
            }
            case '&', '*', '!' -> sign(c, at);
            default -> word(c, at, indent);
        };
    }

    private int sign(char c, int at) {
        int end = Math.max(at + 1, ends.wordEnd(at));
        if (c == '&') {
            listener.anchor(at + 1, end);
        } else if (c == '*') {
            listener.alias(at + 1, end);
        }
        places.nothing(at, end);
        return end;
    }

    private int open(boolean list, int at, int indent) {
        if (!path.isFull()) {
            Step step = path.push(new Step(indent, list, true));
            step.index = 0;
            if (!list) {
                places.began(path, step);
            }
        }
        return at + 1;
    }

    private void next() {
        Step top = path.top();
        if (top.list) {
            top.index++;
        } else {
            top.key = "";
        }
        top.atKey = true;
    }

    private int word(char c, int at, int indent) {
        boolean quoted = c == '"' || c == '\'';
        int end = quoted ? ends.quoteEnd(at, indent) : Math.max(at + 1, ends.flowPlainEnd(at));
        boolean closed = quoted && end > at + 1 && text.charAt(end - 1) == c;
        int innerStart = quoted ? at + 1 : at;
        int innerEnd = closed ? end - 1 : end;
        Step top = path.top();
        if (!top.list && top.atKey) {
            top.key = text.substring(innerStart, Math.max(innerStart, innerEnd));
            places.key(path, top, innerStart, innerEnd);
            listener.key(path, top.key, innerStart, innerEnd);
            top.keys.add(top.key);
        } else {
            places.scalar(path, innerStart, innerEnd, at, end);
            listener.scalar(path, quoted ? Style.QUOTED : Style.PLAIN, innerStart, innerEnd);
        }
        return end;
    }
}
