package io.vmregistry.lsp.format;

import io.vmregistry.lsp.outline.OutlineListener;
import io.vmregistry.lsp.outline.OutlinePath;
import io.vmregistry.lsp.outline.OutlineScanner;
import io.vmregistry.spec.text.SourceText;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The lines of a text at their new columns. Lines that continue a value move with the line on which it begins. */
final class Layout {

    private static final int STEP = 2;
    /** A longer line is left as it is: nobody reads its layout, and expressions take a step of the stack for each repetition. */
    private static final int LONGEST_LINE = 2_000;

    private static final Pattern KEY = Pattern.compile(
            "((?:\"(?:[^\"\\\\]|\\\\.)*+\"|'(?:[^']|'')*+'|[^\\s#{\\[\"'&*!|>%@`-][^:#]*+|-[^\\s:][^:#]*+) *):(?: +(.*))?");
    private static final Pattern EXPLICIT_INDENT = Pattern.compile(".*[|>][+-]?[1-9].*");

    /** What a line is to the lines before it. */
    private enum Role {
        ENTRY,
        BLOCK_TEXT,
        CONTINUATION
    }

    /** A mapping's or list's old and new column. */
    private record Level(int before, int after, boolean list) {}

    private final List<String> lines = new ArrayList<>();
    private final Role[] roles;
    private final Deque<Level> levels = new ArrayDeque<>();
    private final List<String> written = new ArrayList<>();
    private int shift;
    private int keyColumn;

    private Layout(String text, SourceText source) {
        for (int line = 1; line <= source.lineCount(); line++) {
            lines.add(source.line(line));
        }
        this.roles = new Role[lines.size()];
        java.util.Arrays.fill(roles, Role.ENTRY);
        OutlineScanner.scan(text, new OutlineListener() {
            @Override
            public void scalar(OutlinePath path, Style style, int start, int end) {
                mark(source, start, end, style == Style.BLOCK ? Role.BLOCK_TEXT : Role.CONTINUATION);
            }

            @Override
            public void flow(int start, int end) {
                mark(source, start, end, Role.CONTINUATION);
            }
        });
    }

    /** As many lines as {@code source} has. */
    static List<String> of(String text, SourceText source) {
        Layout layout = new Layout(text, source);
        layout.write();
        return layout.written;
    }

    private void mark(SourceText source, int start, int end, Role role) {
        int last = source.position(Math.max(start, end)).line() - 1;
        for (int line = source.position(start).line(); line <= last; line++) {
            roles[line] = role;
        }
    }

    private void write() {
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (roles[i] == Role.BLOCK_TEXT) {
                i = blockText(i);
            } else if (line.isBlank()) {
                written.add("");
            } else if (roles[i] == Role.CONTINUATION) {
                written.add(moved(line, shift));
            } else if (line.stripLeading().startsWith("#")) {
                written.add(" ".repeat(commentColumn(i)) + line.strip());
            } else {
                written.add(entry(line));
            }
        }
    }

    /** Moves a block's text so that it begins one step behind its key. */
    private int blockText(int first) {
        int last = first;
        int least = Integer.MAX_VALUE;
        while (last < lines.size() && roles[last] == Role.BLOCK_TEXT) {
            if (!lines.get(last).isBlank()) {
                least = Math.min(least, indentOf(lines.get(last)));
            }
            last++;
        }
        boolean explicit = EXPLICIT_INDENT.matcher(lines.get(first - 1)).matches();
        int by = explicit || least == Integer.MAX_VALUE ? shift : keyColumn + STEP - least;
        for (int i = first; i < last; i++) {
            written.add(lines.get(i).isBlank() && indentOf(lines.get(i)) <= least ? "" : moved(lines.get(i), by));
        }
        return last - 1;
    }

    private static int indentOf(String line) {
        int indent = 0;
        while (indent < line.length() && line.charAt(indent) == ' ') {
            indent++;
        }
        return indent;
    }

    private static String moved(String line, int by) {
        int indent = indentOf(line);
        return " ".repeat(Math.max(0, indent + by)) + line.substring(indent);
    }

    /** A comment goes with the entry that follows it, unless it stands deeper, with an entry before it. */
    private int commentColumn(int index) {
        int own = indentOf(lines.get(index));
        for (Level level : levels) {
            if (level.before() == own && !level.list()) {
                return level.after();
            }
        }
        for (int i = index + 1; i < lines.size(); i++) {
            String line = lines.get(i);
            if (!line.isBlank() && !line.stripLeading().startsWith("#")) {
                return columnOf(indentOf(line), line.stripLeading().startsWith("-"));
            }
        }
        return levels.isEmpty() ? 0 : levels.peekLast().after();
    }

    /** Where an entry with this old column will stand, without entering it. */
    private int columnOf(int indent, boolean dash) {
        int parent = -STEP;
        for (Level level : levels) {
            boolean left = level.before() > indent || (level.before() == indent && level.list() && !dash);
            if (level.before() == indent && !left && level.list() == dash) {
                return level.after();
            }
            if (!left) {
                parent = level.after();
                break;
            }
        }
        return parent + STEP;
    }

    private String entry(String line) {
        int indent = indentOf(line);
        String content = line.substring(indent).stripTrailing();
        if (content.startsWith("---") || content.startsWith("...") || content.startsWith("%")) {
            levels.clear();
            return content;
        }
        if (content.length() > LONGEST_LINE) {
            return line;
        }
        boolean dash = content.equals("-") || content.startsWith("- ");
        while (!levels.isEmpty()
                && (levels.peek().before() > indent
                        || (levels.peek().before() == indent && levels.peek().list() && !dash))) {
            levels.pop();
        }
        StringBuilder head = new StringBuilder();
        int column = indent;
        int at = 0;
        int first = -1;
        while (at < content.length()
                && content.charAt(at) == '-'
                && (at + 1 == content.length() || content.charAt(at + 1) == ' ')) {
            int place = enter(column, true);
            first = first < 0 ? place : first;
            int next = at + 1;
            while (next < content.length() && content.charAt(next) == ' ') {
                next++;
            }
            column += next - at;
            at = next;
            head.append(at < content.length() ? "- " : "-");
        }
        String rest = content.substring(at);
        Matcher key = KEY.matcher(rest);
        boolean keyed = key.matches();
        int place = keyed
                ? enter(column, false)
                : levels.isEmpty() ? 0 : levels.peek().after();
        if (keyed || dash) {
            first = first < 0 ? place : first;
            keyColumn = place;
            shift = first - indent;
        } else {
            first = Math.max(0, indent + shift);
        }
        String value =
                keyed ? key.group(1).stripTrailing() + ":" + (key.group(2) == null ? "" : " " + key.group(2)) : rest;
        return " ".repeat(first) + head + value;
    }

    /** The new column of a mapping or list at an old one. */
    private int enter(int column, boolean list) {
        Level top = levels.peek();
        if (top != null && top.before() == column && top.list() == list) {
            return top.after();
        }
        int after = top == null ? 0 : top.after() + STEP;
        levels.push(new Level(column, after, list));
        return after;
    }
}
