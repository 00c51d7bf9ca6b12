package io.vmregistry.spec.yaml;

import io.vmregistry.spec.diagnostic.Code;
import io.vmregistry.spec.diagnostic.Diagnostic;
import io.vmregistry.spec.diagnostic.Findings;
import io.vmregistry.spec.diagnostic.Related;
import io.vmregistry.spec.text.SourceText;
import io.vmregistry.spec.text.TextRange;
import io.vmregistry.spec.yaml.YamlNode.Entry;
import io.vmregistry.spec.yaml.YamlNode.Mapping;
import io.vmregistry.spec.yaml.YamlNode.Scalar;
import io.vmregistry.spec.yaml.YamlNode.Sequence;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentEndEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Builds one tree from the events of one text, and stops at the first fault with what it has. Iterative, so depth costs no stack. */
final class TreeBuilder {

    private static final String CORE_TAG = "tag:yaml.org,2002:";
    private static final Set<String> CORE_TYPES = Set.of("str", "int", "float", "bool", "null", "map", "seq");
    private static final String MERGE_KEY = "<<";
    private static final LoadSettings SETTINGS = LoadSettings.builder()
            .setCodePointLimit(Integer.MAX_VALUE)
            .setParseComments(false)
            .build();

    /**
     * What was read: the tree as far as it goes, its own diagnostics, and the fault that stopped the reader.
     *
     * @param documents how many began
     * @param spent what was counted against the limits, here and before
     * @param anchors those that were set here
     */
    record Outcome(
            Optional<YamlNode> root,
            List<Diagnostic> diagnostics,
            Optional<SyntaxFault> fault,
            int documents,
            Spent spent,
            Map<String, Anchored> anchors) {

        /** Whether nothing here repeats what stands elsewhere, or is repeated there. */
        boolean standsAlone(Spent before) {
            return anchors.isEmpty() && spent.aliases() == before.aliases();
        }
    }

    /** What a document has cost so far. */
    record Spent(int nodes, int aliases, long aliasedNodes) {

        static final Spent NOTHING = new Spent(0, 0, 0);

        Spent plusNodes(int more) {
            return new Spent(nodes + more, aliases, aliasedNodes);
        }
    }

    /** What was read before the text, and how deep the text stands. */
    record Before(Spent spent, Map<String, Anchored> anchors, int depth) {

        static final Before NOTHING = new Before(Spent.NOTHING, Map.of(), 0);
    }

    private final SourceText source;
    private final String text;
    private final int base;
    private final YamlLimits limits;
    private final Findings findings;
    private final int[] offsets;
    private final Deque<Frame> open = new ArrayDeque<>();
    private final Map<String, Anchored> anchors = new HashMap<>();
    private final Before before;
    private final Set<String> unfinished = new HashSet<>();
    private @Nullable YamlNode root;
    private @Nullable SyntaxFault fault;
    private int nodes;
    private int aliases;
    private long aliasedNodes;
    private int documents;

    /** @param base where {@code text} begins in the source */
    TreeBuilder(SourceText source, String text, int base, YamlLimits limits, Before before) {
        this.before = before;
        this.nodes = before.spent().nodes();
        this.aliases = before.spent().aliases();
        this.aliasedNodes = before.spent().aliasedNodes();
        this.source = source;
        this.text = text;
        this.base = base;
        this.limits = limits;
        this.findings = new Findings(source);
        this.offsets = codePointOffsets(text);
    }

    Outcome build() {
        try {
            for (Event event : new Parse(SETTINGS).parseString(text)) {
                take(event);
                if (fault != null || documents > 1) {
                    break;
                }
            }
        } catch (MarkedYamlEngineException e) {
            fault = faultOf(e);
        } catch (YamlEngineException | IndexOutOfBoundsException | NumberFormatException e) {
            fault = limit(Code.YAML_SYNTAX, 0, "not YAML: " + e.getMessage(), "check the text's beginning");
        }
        while (!open.isEmpty()) {
            close(open.pop(), text.length());
        }
        return new Outcome(
                Optional.ofNullable(root),
                findings.sorted(),
                Optional.ofNullable(fault),
                documents,
                new Spent(nodes, aliases, aliasedNodes),
                anchors);
    }

    private void take(Event event) {
        switch (event) {
            case DocumentStartEvent start -> startDocument(start);
            case DocumentEndEvent end -> {}
            case ScalarEvent scalar -> value(scalarOf(scalar), 1, scalar.getAnchor());
            case AliasEvent alias -> alias(alias);
            case CollectionStartEvent start -> begin(start);
            case CollectionEndEvent end -> close(open.pop(), offsetOf(end.getEndMark()));
            default -> {}
        }
    }

    private void startDocument(DocumentStartEvent start) {
        if (++documents > 1) {
            int offset = offsetOf(start.getStartMark());
            findings.add(
                    Code.YAML_MORE_DOCUMENTS,
                    range(offset, Math.min(offset + 3, text.length())),
                    "a second document starts here",
                    "keep one document in a file");
        }
    }

    private void begin(CollectionStartEvent start) {
        int offset = offsetOf(start.getStartMark());
        if (open.size() + before.depth() >= limits.depth()) {
            fault = limit(
                    Code.YAML_TOO_DEEP,
                    offset,
                    "more than %d mappings and lists are nested here".formatted(limits.depth()),
                    "flatten the document");
            return;
        }
        checkTag(start.getTag(), offset);
        start.getAnchor().ifPresent(anchor -> unfinished.add(anchor.getValue()));
        open.push(new Frame(
                start instanceof MappingStartEvent,
                start.isFlow(),
                offset,
                start.getAnchor().map(Anchor::getValue)));
    }

    private void close(Frame frame, int endOffset) {
        TextRange range = frame.flow || frame.last == null
                ? range(frame.start, Math.max(frame.start, frame.flow ? endOffset : frame.start))
                : range(frame.start, frame.start).upTo(frame.last.range());
        if (frame.key != null) {
            frame.entries.add(new Entry(frame.key, missingAfter(frame.key)));
        }
        YamlNode node = frame.mapping ? new Mapping(range, frame.entries) : new Sequence(range, frame.items);
        frame.anchor.ifPresent(anchor -> {
            unfinished.remove(anchor);
            anchors.put(anchor, new Anchored(node, frame.weight));
        });
        add(node, frame.weight);
    }

    private void value(YamlNode node, long weight, Optional<Anchor> anchor) {
        anchor.ifPresent(named -> anchors.put(named.getValue(), new Anchored(node, weight)));
        add(node, weight);
    }

    private void alias(AliasEvent event) {
        String name = event.getAlias().getValue();
        int offset = offsetOf(event.getStartMark());
        TextRange place = range(offset, offsetOf(event.getEndMark()));
        Anchored target = anchors.getOrDefault(name, before.anchors().get(name));
        if (unfinished.contains(name)) {
            findings.add(
                    Code.YAML_RECURSIVE,
                    place,
                    "*" + name + " stands inside the value that it repeats",
                    "write the value out");
            add(nothing(place), 1);
            return;
        }
        if (target == null) {
            findings.add(
                    Code.YAML_UNKNOWN_ANCHOR,
                    place,
                    "*" + name + " repeats an anchor that does not stand before it",
                    "mark the value with &" + name);
            aliases++;
            add(nothing(place), 1);
            return;
        }
        aliases++;
        aliasedNodes += target.weight();
        if (aliases > limits.aliases() || aliasedNodes > limits.aliasedNodes()) {
            fault = limit(
                    Code.YAML_TOO_MANY_ALIASES,
                    offset,
                    "aliases up to here repeat too much: at most %d uses and %d values are read"
                            .formatted(limits.aliases(), limits.aliasedNodes()),
                    "write the values out");
            return;
        }
        add(target.node().at(place), target.weight());
    }

    private void add(YamlNode node, long weight) {
        if (++nodes > limits.nodes()) {
            fault = limit(
                    Code.YAML_TOO_LARGE,
                    text.length(),
                    "the file has more than %d keys and values".formatted(limits.nodes()),
                    "split it");
            return;
        }
        Frame frame = open.peek();
        if (frame == null) {
            root = documents > 1 ? root : node;
            return;
        }
        frame.weight += weight;
        frame.last = node;
        if (!frame.mapping) {
            frame.items.add(node);
        } else if (frame.atKey) {
            frame.atKey = false;
            frame.key = keyOf(node, frame);
        } else {
            frame.atKey = true;
            if (frame.key != null) {
                frame.entries.add(new Entry(frame.key, node));
                frame.key = null;
            }
        }
    }

    /** The key, or null when its entry is to be left out; the reason has its diagnostic. */
    private @Nullable Scalar keyOf(YamlNode node, Frame frame) {
        if (!(node instanceof Scalar key)) {
            findings.add(
                    Code.YAML_KEY_NOT_TEXT,
                    node.range(),
                    "a key is text, not " + node.description(),
                    "quote it if braces or brackets are meant");
            return null;
        }
        if (key.text().equals(MERGE_KEY) && key.style() == Scalar.Style.PLAIN) {
            findings.add(
                    Code.YAML_MERGE_KEY,
                    key.range(),
                    "the merge key << is not part of YAML 1.2",
                    "repeat the fields, or use an alias for the whole value");
            return null;
        }
        Scalar first = frame.names.putIfAbsent(key.text(), key);
        if (first != null) {
            reportDuplicate(key, first, findings);
            return null;
        }
        return key;
    }

    static void reportDuplicate(Scalar key, Scalar first, Findings findings) {
        findings.add(
                Code.YAML_DUPLICATE_KEY,
                key.range(),
                "the key \"%s\" stands twice".formatted(key.text()),
                "remove one of them",
                new Related(first.range(), "the first stands here"));
    }

    private Scalar scalarOf(ScalarEvent event) {
        int start = offsetOf(event.getStartMark());
        int end = Math.max(start, offsetOf(event.getEndMark()));
        checkTag(event.getTag(), start);
        Scalar.Style style = event.isPlain()
                ? Scalar.Style.PLAIN
                : event.isLiteral() || event.isFolded() ? Scalar.Style.BLOCK : Scalar.Style.QUOTED;
        if (style != Scalar.Style.QUOTED) {
            end = withoutTrailingSpace(start, end);
        }
        boolean resolved = style == Scalar.Style.PLAIN && event.getTag().isEmpty();
        return new Scalar(
                range(start, end),
                event.getValue(),
                style,
                resolved ? ScalarKind.ofPlain(event.getValue()) : kindOf(event.getTag(), event.getValue()));
    }

    private static ScalarKind kindOf(Optional<String> tag, String value) {
        return tag.filter(name -> name.startsWith(CORE_TAG) && !name.endsWith(":str"))
                .map(name -> ScalarKind.ofPlain(value))
                .orElse(ScalarKind.TEXT);
    }

    private void checkTag(Optional<String> tag, int offset) {
        if (tag.isEmpty() || tag.get().equals("!")) {
            return;
        }
        String name = tag.get();
        if (!name.startsWith(CORE_TAG) || !CORE_TYPES.contains(name.substring(CORE_TAG.length()))) {
            findings.add(
                    Code.YAML_TAG,
                    range(offset, Math.min(offset + 1, text.length())),
                    "the tag \"%s\" has no meaning here".formatted(name),
                    "remove it");
        }
    }

    private int withoutTrailingSpace(int start, int end) {
        int last = Math.min(end, text.length());
        while (last > start && Character.isWhitespace(text.charAt(last - 1))) {
            last--;
        }
        return last;
    }

    private static Scalar missingAfter(Scalar key) {
        return nothing(new TextRange(key.range().end(), key.range().end()));
    }

    private static Scalar nothing(TextRange place) {
        return new Scalar(place, "", Scalar.Style.PLAIN, ScalarKind.NULL);
    }

    private SyntaxFault faultOf(MarkedYamlEngineException e) {
        Optional<Mark> problemMark = e.getProblemMark();
        int context = offsetOf(e.getContextMark().isPresent() ? e.getContextMark() : problemMark);
        int problem = problemMark.isPresent() ? offsetOf(problemMark) : context;
        boolean tab = problem < text.length() && text.charAt(problem) == '\t';
        boolean begunEarlier = text.substring(problem).isBlank() || isUnclosed(e.getContext());
        String what = e.getProblem() == null ? String.valueOf(e.getContext()) : e.getProblem();
        String where = e.getContext() == null ? "" : " " + e.getContext();
        return tab
                ? new SyntaxFault(
                        Code.YAML_TAB,
                        problem,
                        context,
                        problem,
                        "a tab stands where YAML wants spaces",
                        "indent with spaces",
                        true)
                : new SyntaxFault(
                        Code.YAML_SYNTAX,
                        problem,
                        context,
                        begunEarlier ? context : problem,
                        "not YAML: " + what + where,
                        "check indentation, quotes and brackets",
                        true);
    }

    /** Whether the mistake is where something began that has no end, and not where the scanner noticed. */
    private static boolean isUnclosed(@Nullable String context) {
        return context != null
                && (context.contains("flow") || context.contains("quoted scalar") || context.contains("simple key"));
    }

    private static SyntaxFault limit(Code code, int offset, String message, String hint) {
        return new SyntaxFault(code, offset, offset, offset, message, hint, false);
    }

    private TextRange range(int start, int end) {
        return source.range(base + start, base + Math.max(start, end));
    }

    private int offsetOf(Optional<Mark> mark) {
        int index = mark.map(Mark::getIndex).orElse(0);
        if (offsets.length > 0) {
            return offsets[Math.min(index, offsets.length - 1)];
        }
        return Math.min(index, text.length());
    }

    /** Offsets of code points, which the scanner counts; empty when every character is one. */
    private static int[] codePointOffsets(String text) {
        int count = text.codePointCount(0, text.length());
        if (count == text.length()) {
            return new int[0];
        }
        int[] offsets = new int[count + 1];
        int offset = 0;
        for (int i = 0; i < count; i++) {
            offsets[i] = offset;
            offset += Character.charCount(text.codePointAt(offset));
        }
        offsets[count] = offset;
        return offsets;
    }

    /** A value that aliases may repeat, and how many values that are. */
    record Anchored(YamlNode node, long weight) {}

    /** A mapping or list whose end was not yet read. */
    private static final class Frame {
        final boolean mapping;
        final boolean flow;
        final int start;
        final Optional<String> anchor;
        final List<Entry> entries = new ArrayList<>(4);
        final List<YamlNode> items = new ArrayList<>(4);
        final Map<String, Scalar> names = new HashMap<>();
        boolean atKey = true;

        @Nullable
        Scalar key;

        @Nullable
        YamlNode last;

        long weight = 1;

        Frame(boolean mapping, boolean flow, int start, Optional<String> anchor) {
            this.mapping = mapping;
            this.flow = flow;
            this.start = start;
            this.anchor = anchor;
        }
    }
}
