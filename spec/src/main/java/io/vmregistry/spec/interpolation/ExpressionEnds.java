package io.vmregistry.spec.interpolation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** Where the expressions of a text end. Each line is read once, however many of its expressions are not closed. */
final class ExpressionEnds {

    private final String text;
    private final Map<Integer, Integer> ends = new HashMap<>();
    private int lineEnd = -1;
    private boolean comment;

    ExpressionEnds(String text) {
        this.text = text;
    }

    /**
     * Behind the brace that closes the expression at {@code start}, or -1; an expression does not cross lines.
     *
     * @param start not before that of the call before
     */
    int of(int start) {
        if (start > lineEnd) {
            readLineOf(start);
        }
        return ends.getOrDefault(start, -1);
    }

    /** Whether the line of the last expression that was asked for is a comment. */
    boolean inComment() {
        return comment;
    }

    private void readLineOf(int start) {
        int lineStart = start;
        while (lineStart > 0 && !isBreak(text.charAt(lineStart - 1))) {
            lineStart--;
        }
        ends.clear();
        Deque<Integer> open = new ArrayDeque<>();
        int at = lineStart;
        for (; at < text.length() && !isBreak(text.charAt(at)); at++) {
            if (text.startsWith("${", at)) {
                open.push(at++);
            } else if (text.charAt(at) == '}' && !open.isEmpty()) {
                ends.put(open.pop(), at + 1);
            }
        }
        lineEnd = at;
        comment = text.substring(lineStart, lineEnd).stripLeading().startsWith("#");
    }

    private static boolean isBreak(char c) {
        return c == '\n' || c == '\r';
    }
}
