package io.vmregistry.spec.yaml;

import io.vmregistry.spec.text.Position;
import io.vmregistry.spec.text.TextRange;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A value of a YAML document with its place. An alias is the anchor's value with the alias's own place: its children are
 * shared with the anchor's, never copied, and keep the anchor's places.
 */
public sealed interface YamlNode {

    /** From the value's first character up to behind its last; empty for a value that is not there. */
    TextRange range();

    /** For messages: "a mapping", "a list", "a whole number". */
    String description();

    /** A node that has no place because no text was parsed: something to be written. */
    static Scalar scalar(String text) {
        ScalarKind kind = ScalarKind.TEXT;
        Scalar.Style style = text.indexOf('\n') >= 0
                ? Scalar.Style.BLOCK
                : ScalarKind.ofPlain(text) == kind ? Scalar.Style.PLAIN : Scalar.Style.QUOTED;
        return new Scalar(TextRange.START, text, style, kind);
    }

    /** A whole number to be written. */
    static Scalar number(long value) {
        return new Scalar(TextRange.START, Long.toString(value), Scalar.Style.PLAIN, ScalarKind.INTEGER);
    }

    /** A truth value to be written. */
    static Scalar flag(boolean value) {
        return new Scalar(TextRange.START, Boolean.toString(value), Scalar.Style.PLAIN, ScalarKind.BOOLEAN);
    }

    /** A list to be written. */
    static Sequence sequence(List<? extends YamlNode> items) {
        return new Sequence(TextRange.START, List.copyOf(items));
    }

    /** A mapping to be written, in the map's order. */
    static Mapping mapping(Map<String, ? extends YamlNode> entries) {
        return new Mapping(
                TextRange.START,
                entries.entrySet().stream()
                        .map(entry -> new Entry(scalar(entry.getKey()), entry.getValue()))
                        .toList());
    }

    /**
     * A scalar. {@code text} is the value after quotes, escapes and folding.
     *
     * @param kind by the core schema: anything quoted or in a block is text
     */
    record Scalar(TextRange range, String text, Style style, ScalarKind kind) implements YamlNode {

        /** How it was written. */
        public enum Style {
            PLAIN,
            QUOTED,
            BLOCK
        }

        public boolean isNull() {
            return kind == ScalarKind.NULL;
        }

        @Override
        public String description() {
            return kind.description();
        }
    }

    /** A key and its value. */
    record Entry(Scalar key, YamlNode value) {

        public String name() {
            return key.text();
        }

        public TextRange range() {
            return key.range().upTo(value.range());
        }
    }

    /** A list. */
    record Sequence(TextRange range, List<YamlNode> items) implements YamlNode {

        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public String description() {
            return "a list";
        }
    }

    /** A mapping. Of a key that stands twice only the first entry is kept; the second has its diagnostic. */
    final class Mapping implements YamlNode {

        private static final int SMALL = 8;

        private final TextRange range;
        private final List<Entry> entries;
        private final Map<String, Entry> byName;

        public Mapping(TextRange range, List<Entry> entries) {
            this.range = range;
            this.entries = List.copyOf(entries);
            this.byName = entries.size() <= SMALL ? Map.of() : index(entries);
        }

        private Mapping(TextRange range, Mapping shared) {
            this.range = range;
            this.entries = shared.entries;
            this.byName = shared.byName;
        }

        private static Map<String, Entry> index(List<Entry> entries) {
            Map<String, Entry> index = HashMap.newHashMap(entries.size());
            entries.forEach(entry -> index.putIfAbsent(entry.name(), entry));
            return index;
        }

        @Override
        public TextRange range() {
            return range;
        }

        /** In the order of the text. */
        public List<Entry> entries() {
            return entries;
        }

        public Optional<Entry> entry(String name) {
            if (entries.size() > SMALL) {
                return Optional.ofNullable(byName.get(name));
            }
            for (Entry entry : entries) {
                if (entry.name().equals(name)) {
                    return Optional.of(entry);
                }
            }
            return Optional.empty();
        }

        @Override
        public String description() {
            return "a mapping";
        }

        @Override
        public String toString() {
            return "Mapping" + entries;
        }
    }

    /** The same value at another place: what an alias is. */
    default YamlNode at(TextRange place) {
        return switch (this) {
            case Scalar scalar -> new Scalar(place, scalar.text(), scalar.style(), scalar.kind());
            case Sequence sequence -> new Sequence(place, sequence.items());
            case Mapping mapping -> new Mapping(place, mapping);
        };
    }

    /** The key that stands at {@code position}, innermost first. */
    default Optional<Entry> entryAt(Position position) {
        return switch (this) {
            case Scalar scalar -> Optional.empty();
            case Sequence sequence ->
                sequence.items().stream()
                        .filter(item -> item.range().touches(position))
                        .flatMap(item -> item.entryAt(position).stream())
                        .findFirst();
            case Mapping mapping ->
                mapping.entries().stream()
                        .filter(entry -> entry.range().touches(position))
                        .map(entry -> entry.value().entryAt(position).orElse(entry))
                        .findFirst();
        };
    }
}
