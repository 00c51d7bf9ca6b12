package io.vmregistry.spec.yaml;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A text cut into the keys of its outermost mapping and, where such a key has a mapping below it, into that mapping's keys.
 * The cuts are guesses from indentation; {@link PieceReader} finds out whether each piece reads to its end by itself.
 */
record Pieces(List<Piece> pieces) {

    Pieces {
        pieces = List.copyOf(pieces);
    }

    /**
     * A key with all lines that follow it up to the next one.
     *
     * @param indent its column, from 0
     * @param headed whether it stands below the last piece with indentation 0 that {@code heads}
     * @param heads whether the pieces after it are its value
     */
    record Piece(int start, int end, int indent, boolean headed, boolean heads) {}

    /** Empty for a text that is not such a mapping, or holds marks of several documents. */
    static Optional<Pieces> of(String text) {
        List<Piece> pieces = new ArrayList<>();
        int at = 0;
        int keyStart = -1;
        while (at < text.length()) {
            int end = lineEnd(text, at);
            char first = at < end ? text.charAt(at) : '\n';
            boolean mark = text.startsWith("---", at) || text.startsWith("...", at) || first == '%';
            if (mark || (keyStart < 0 && first != '#' && !isBlank(text, at, end) && !isKey(text, at, end))) {
                return Optional.empty();
            }
            if (isKey(text, at, end)) {
                if (keyStart >= 0) {
                    cut(text, keyStart, at, pieces);
                }
                keyStart = at;
            }
            at = nextLine(text, end);
        }
        if (keyStart < 0) {
            return Optional.empty();
        }
        cut(text, keyStart, text.length(), pieces);
        return Optional.of(new Pieces(pieces));
    }

    /** One outermost key, cut further if what is below it is a mapping. */
    private static void cut(String text, int start, int end, List<Piece> pieces) {
        List<Integer> keys = keysBelow(text, start, end);
        if (keys.size() < 2) {
            pieces.add(new Piece(start, end, 0, false, false));
            return;
        }
        int first = keys.getFirst();
        int indent = indentOf(text, first);
        pieces.add(new Piece(start, first, 0, false, true));
        for (int i = 0; i < keys.size(); i++) {
            int until = i + 1 < keys.size() ? keys.get(i + 1) : end;
            pieces.add(new Piece(keys.get(i), until, indent, true, false));
        }
    }

    /** The starts of the lines with the keys below a key that has nothing else on its line; none when they are not even. */
    private static List<Integer> keysBelow(String text, int start, int end) {
        int headEnd = lineEnd(text, start);
        if (!isBare(text, start, headEnd)) {
            return List.of();
        }
        List<Integer> keys = new ArrayList<>();
        int indent = -1;
        for (int at = nextLine(text, headEnd); at < end; at = nextLine(text, lineEnd(text, at))) {
            int lineEnd = lineEnd(text, at);
            int own = indentOf(text, at);
            if (at + own >= lineEnd || text.charAt(at + own) == '#') {
                continue;
            }
            if (indent < 0) {
                indent = own;
            }
            boolean key = own == indent && isKey(text, at + own, lineEnd);
            if (own < indent || own == 0 || (keys.isEmpty() && !key)) {
                return List.of();
            }
            if (key) {
                keys.add(at);
            }
        }
        return keys;
    }

    private static boolean isBare(String text, int start, int end) {
        int colon = text.indexOf(':', start);
        if (colon < 0 || colon >= end || !Character.isLetter(text.charAt(start))) {
            return false;
        }
        for (int i = colon + 1; i < end; i++) {
            char c = text.charAt(i);
            if (c == '#' && text.charAt(i - 1) == ' ') {
                return true;
            }
            if (c != ' ') {
                return false;
            }
        }
        return true;
    }

    /** Whether a line's content looks like a key with its colon. */
    private static boolean isKey(String text, int start, int end) {
        if (start >= end) {
            return false;
        }
        char first = text.charAt(start);
        if (!Character.isLetterOrDigit(first) && first != '_' && first != '"' && first != '\'') {
            return false;
        }
        for (int i = start + 1; i < end; i++) {
            if (text.charAt(i) == ':' && (i + 1 == end || text.charAt(i + 1) == ' ')) {
                return true;
            }
        }
        return false;
    }

    private static boolean isBlank(String text, int start, int end) {
        for (int i = start; i < end; i++) {
            if (text.charAt(i) != ' ' && text.charAt(i) != '\t') {
                return false;
            }
        }
        return true;
    }

    private static int indentOf(String text, int start) {
        int at = start;
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
        return at - start;
    }

    private static int lineEnd(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) != '\n' && text.charAt(at) != '\r') {
            at++;
        }
        return at;
    }

    private static int nextLine(String text, int lineEnd) {
        if (lineEnd >= text.length()) {
            return text.length();
        }
        return text.startsWith("\r\n", lineEnd) ? lineEnd + 2 : lineEnd + 1;
    }
}
