package io.vmregistry.lsp.outline;

import java.util.OptionalInt;

/** Where words, lines, quotes and blocks of a text end. */
final class ScalarEnds {

    /** Lines of one quoted text that are looked through for its end: each look begins at its start. */
    private static final int LONGEST_QUOTE = 64;

    private final String text;

    ScalarEnds(String text) {
        this.text = text;
    }

    boolean isSpace(int offset) {
        return text.charAt(offset) == ' ' || text.charAt(offset) == '\t';
    }

    int withoutSpaces(int from) {
        int offset = from;
        while (offset < text.length() && isSpace(offset)) {
            offset++;
        }
        return offset;
    }

    /** Where the line's end begins, or the text ends. */
    int lineEnd(int from) {
        int offset = from;
        while (offset < text.length() && !isBreak(text.charAt(offset))) {
            offset++;
        }
        return offset;
    }

    int nextLine(int lineEnd) {
        if (lineEnd >= text.length()) {
            return text.length();
        }
        boolean two = text.charAt(lineEnd) == '\r' && lineEnd + 1 < text.length() && text.charAt(lineEnd + 1) == '\n';
        return lineEnd + (two ? 2 : 1);
    }

    int wordEnd(int from) {
        int offset = from;
        while (offset < text.length() && !isBreak(text.charAt(offset)) && !isSpace(offset) && !isFlowSign(offset)) {
            offset++;
        }
        return offset;
    }

    private boolean isFlowSign(int offset) {
        return ",[]{}".indexOf(text.charAt(offset)) >= 0;
    }

    /** Without the spaces in front of {@code end}. */
    int trimmed(int start, int end) {
        int last = end;
        while (last > start && isSpace(last - 1)) {
            last--;
        }
        return last;
    }

    /** The colon behind a block key that starts here. */
    OptionalInt colonOfKey(int from, int lineEnd) {
        char first = text.charAt(from);
        int offset = from;
        if (first == '"' || first == '\'') {
            int close = closingQuote(from, lineEnd);
            int colon = close < 0 ? lineEnd : withoutSpaces(close);
            return isColon(colon, lineEnd) ? OptionalInt.of(colon) : OptionalInt.empty();
        }
        if (first == '{' || first == '[' || first == '#' || first == '|' || first == '>' || first == '&') {
            return OptionalInt.empty();
        }
        for (; offset < lineEnd; offset++) {
            if (isColon(offset, lineEnd)) {
                return OptionalInt.of(offset);
            }
            if (text.charAt(offset) == '#' && isSpace(offset - 1)) {
                return OptionalInt.empty();
            }
        }
        return OptionalInt.empty();
    }

    private boolean isColon(int offset, int lineEnd) {
        return offset < lineEnd && text.charAt(offset) == ':' && (offset + 1 >= lineEnd || isSpace(offset + 1));
    }

    /** Behind the quote that closes the one at {@code from}; -1 when none does before {@code limit}. */
    private int closingQuote(int from, int limit) {
        char quote = text.charAt(from);
        for (int offset = from + 1; offset < limit; offset++) {
            char c = text.charAt(offset);
            if (c == '\\' && quote == '"') {
                offset++;
            } else if (c == quote) {
                if (quote == '"' || offset + 1 >= limit || text.charAt(offset + 1) != quote) {
                    return offset + 1;
                }
                offset++;
            }
        }
        return -1;
    }

    /** Behind a quoted text's last quote; without one, where its line ends. It goes on over lines that are indented deeper. */
    int quoteEnd(int from, int indent) {
        int limit = lineEnd(from);
        for (int lines = 0; lines < LONGEST_QUOTE; lines++) {
            int end = closingQuote(from, limit);
            if (end >= 0) {
                return end;
            }
            int next = nextContent(limit, indent);
            if (next < 0) {
                break;
            }
            limit = lineEnd(next);
        }
        return lineEnd(from);
    }

    /** The start of the next line that is not blank and is indented deeper; -1 when the next one is not. */
    int nextContent(int lineEnd, int indent) {
        int start = nextLine(lineEnd);
        while (start < text.length()) {
            int content = withoutSpaces(start);
            int end = lineEnd(content);
            if (content < end) {
                return content - start > indent ? content : -1;
            }
            int next = nextLine(end);
            if (next == start) {
                return -1;
            }
            start = next;
        }
        return -1;
    }

    /** Behind the last line that belongs to the block scalar whose sign stands at {@code from}. */
    int blockEnd(int from, int indent) {
        int end = lineEnd(from);
        int last = end;
        while (true) {
            int start = nextLine(end);
            if (start >= text.length() || start == end) {
                return last;
            }
            int content = withoutSpaces(start);
            end = lineEnd(content);
            if (content < end) {
                if (content - start <= indent) {
                    return last;
                }
                last = end;
            }
        }
    }

    /** Where an unquoted text ends that reaches to its line's end or to a comment. */
    int plainEnd(int from, int lineEnd) {
        for (int offset = from + 1; offset < lineEnd; offset++) {
            if (text.charAt(offset) == '#' && isSpace(offset - 1)) {
                return trimmed(from, offset);
            }
        }
        return trimmed(from, lineEnd);
    }

    /** Where an unquoted text ends inside brackets. */
    int flowPlainEnd(int from) {
        int offset = from;
        while (offset < text.length() && !isBreak(text.charAt(offset)) && !isFlowSign(offset)) {
            char c = text.charAt(offset);
            boolean colon =
                    c == ':' && (offset + 1 >= text.length() || " \t\r\n,[]{}".indexOf(text.charAt(offset + 1)) >= 0);
            if (colon || (c == '#' && offset > from && isSpace(offset - 1))) {
                break;
            }
            offset += text.startsWith("${", offset) ? expressionLength(offset) : 1;
        }
        return trimmed(from, offset);
    }

    /** Of a variable's expression, whose braces are no brackets of the document. */
    private int expressionLength(int from) {
        int close = text.indexOf('}', from);
        return close < 0 || close > lineEnd(from) ? 2 : close + 1 - from;
    }

    static boolean isBreak(char c) {
        return c == '\n' || c == '\r';
    }
}
