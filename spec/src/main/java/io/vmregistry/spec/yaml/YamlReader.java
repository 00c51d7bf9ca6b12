package io.vmregistry.spec.yaml;

import io.vmregistry.spec.diagnostic.Code;
import io.vmregistry.spec.diagnostic.Findings;
import io.vmregistry.spec.text.SourceText;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Reads YAML 1.2 into a tree. Never throws: whatever is wrong is a diagnostic.
 *
 * <p>After a syntax error the line that most likely caused it is blanked and the text read again, a few times at most, so
 * that one slip hides neither the other mistakes nor, in an editor, the rest of the tree.
 */
public final class YamlReader {

    private static final int MAX_SYNTAX_ERRORS = 10;
    private static final int MAX_RECOVERED_CHARACTERS = 256 << 10;
    private static final int MAX_CONTROL_CHARACTERS = 10;
    private static final int SMALLEST_IN_PIECES = 8 << 10;
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final SourceText source;
    private final YamlLimits limits;
    private final Findings findings;
    private final YamlMemory memory;
    private final int smallestInPieces;
    private int syntaxErrors;

    private YamlReader(SourceText source, YamlLimits limits, YamlMemory memory, int smallestInPieces) {
        this.smallestInPieces = smallestInPieces;
        this.source = source;
        this.limits = limits;
        this.memory = memory;
        this.findings = new Findings(source);
    }

    public static YamlDocument read(SourceText source) {
        return read(source, YamlLimits.DEFAULT);
    }

    public static YamlDocument read(SourceText source, YamlLimits limits) {
        return read(source, limits, new YamlMemory());
    }

    /** Takes from {@code memory} what the text has in common with the one that was read with it before. */
    public static YamlDocument read(SourceText source, YamlLimits limits, YamlMemory memory) {
        return read(source, limits, memory, SMALLEST_IN_PIECES);
    }

    /** @param smallestInPieces the characters of the smallest text that is read piece by piece */
    static YamlDocument read(SourceText source, YamlLimits limits, YamlMemory memory, int smallestInPieces) {
        return new YamlReader(source, limits, memory, smallestInPieces).read();
    }

    private YamlDocument read() {
        String text = source.text();
        if (text.length() > limits.characters()) {
            findings.add(
                    Code.YAML_TOO_LARGE,
                    source.range(0, 0),
                    "the file has %d characters, at most %d are read".formatted(text.length(), limits.characters()),
                    "put large contents into files of their own");
            return document(Optional.empty(), false);
        }
        source.malformedAt()
                .ifPresent(offset -> findings.add(
                        Code.YAML_ENCODING,
                        source.range(offset, Math.min(offset + 1, text.length())),
                        "the file is not UTF-8",
                        "save it as UTF-8"));
        boolean marked = !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK;
        if (marked) {
            findings.add(
                    Code.YAML_BYTE_ORDER_MARK,
                    source.range(0, 1),
                    "the file starts with a byte order mark",
                    "save it as UTF-8 without one");
        }
        int base = marked ? 1 : 0;
        String clean = withoutControlCharacters(text.substring(base), base);
        return inPieces(clean, base).orElseGet(() -> whole(clean, base));
    }

    /** Large texts only: of a small one, nothing is gained. */
    private Optional<YamlDocument> inPieces(String text, int base) {
        if (text.length() < smallestInPieces) {
            return Optional.empty();
        }
        Optional<PieceReader.Result> result = Pieces.of(text)
                .flatMap(pieces -> new PieceReader(source, text, base, limits, memory, this::recovered).read(pieces));
        result.ifPresent(read -> findings.addAll(read.diagnostics()));
        return result.map(read -> document(read.root(), read.whole()));
    }

    private YamlDocument whole(String text, int base) {
        TreeBuilder.Outcome outcome = recovered(text, base, TreeBuilder.Before.NOTHING);
        boolean whole = syntaxErrors == 0;
        findings.addAll(outcome.diagnostics());
        if (whole && outcome.root().isEmpty() && !findings.hasErrors()) {
            findings.add(Code.YAML_EMPTY, source.range(0, 0), "the file holds nothing", "start with apiVersion");
        }
        return document(outcome.root(), whole);
    }

    /** Reads a text, or a piece of one, and after each fault what is left of it. */
    private TreeBuilder.Outcome recovered(String text, int base, TreeBuilder.Before before) {
        TreeBuilder.Outcome outcome = build(text, base, before);
        String current = text;
        while (outcome.fault().isPresent()) {
            SyntaxFault fault = outcome.fault().get();
            if (syntaxErrors++ < MAX_SYNTAX_ERRORS) {
                report(fault, base);
            }
            if (!fault.recoverable() || syntaxErrors >= MAX_SYNTAX_ERRORS || text.length() > MAX_RECOVERED_CHARACTERS) {
                break;
            }
            Optional<Attempt> next = furthest(current, fault, base, before);
            if (next.isEmpty()) {
                break;
            }
            current = next.get().text();
            outcome = next.get().outcome();
        }
        return outcome;
    }

    /** Blanks each suspect line in turn and keeps the try that reads furthest; empty when none gets past the fault. */
    private Optional<Attempt> furthest(String text, SyntaxFault fault, int base, TreeBuilder.Before before) {
        Optional<Attempt> best = Optional.empty();
        int reached = fault.offset();
        for (int line : suspects(text, fault)) {
            String blanked = withBlankLine(text, line);
            TreeBuilder.Outcome outcome = build(blanked, base, before);
            int reach = outcome.fault().map(SyntaxFault::offset).orElse(Integer.MAX_VALUE);
            if (reach > reached) {
                reached = reach;
                best = Optional.of(new Attempt(blanked, outcome));
            }
        }
        return best;
    }

    private static Set<Integer> suspects(String text, SyntaxFault fault) {
        Set<Integer> lines = new LinkedHashSet<>();
        lines.add(lineStart(text, Math.min(fault.reportedOffset(), text.length())));
        int line = lineStart(text, Math.min(fault.offset(), text.length()));
        lines.add(line);
        int before = line - 1;
        while (before > 0 && Character.isWhitespace(text.charAt(before))) {
            before--;
        }
        if (before > 0) {
            lines.add(lineStart(text, before));
        }
        lines.add(lineStart(text, Math.min(fault.contextOffset(), text.length())));
        return lines;
    }

    private static int lineStart(String text, int offset) {
        int start = offset;
        while (start > 0 && !isBreak(text.charAt(start - 1))) {
            start--;
        }
        return start;
    }

    private static String withBlankLine(String text, int start) {
        StringBuilder blanked = new StringBuilder(text);
        for (int i = start; i < text.length() && !isBreak(text.charAt(i)); i++) {
            blanked.setCharAt(i, ' ');
        }
        return blanked.toString();
    }

    private static boolean isBreak(char c) {
        return c == '\n' || c == '\r';
    }

    private TreeBuilder.Outcome build(String text, int base, TreeBuilder.Before before) {
        return new TreeBuilder(source, text, base, limits, before).build();
    }

    private void report(SyntaxFault fault, int base) {
        int start = base + fault.reportedOffset();
        int end = Math.min(start + 1, source.text().length());
        if (end > start && isBreak(source.text().charAt(start))) {
            end = start;
        }
        findings.add(fault.code(), source.range(start, end), fault.message(), fault.hint());
    }

    private String withoutControlCharacters(String text, int base) {
        StringBuilder cleaned = null;
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < text.length(); ) {
            int character = text.codePointAt(i);
            int width = Character.charCount(character);
            if (!StreamReader.isPrintable(character) || character == BYTE_ORDER_MARK) {
                cleaned = cleaned == null ? new StringBuilder(text) : cleaned;
                for (int unit = i; unit < i + width; unit++) {
                    cleaned.setCharAt(unit, '?');
                }
                places.add(i);
            }
            i += width;
        }
        places.stream()
                .limit(MAX_CONTROL_CHARACTERS)
                .forEach(place -> findings.add(
                        Code.YAML_CONTROL_CHARACTER,
                        source.range(base + place, base + place + 1),
                        "the character U+%04X is not allowed in YAML".formatted((int) text.charAt(place)),
                        "remove it, or write it as an escape in double quotes"));
        return cleaned == null ? text : cleaned.toString();
    }

    private YamlDocument document(Optional<YamlNode> root, boolean whole) {
        return new YamlDocument(source, root, whole, findings.sorted());
    }

    private record Attempt(String text, TreeBuilder.Outcome outcome) {}
}
