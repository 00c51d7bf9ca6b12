package io.vmregistry.spec.schema;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What a value may be. */
public sealed interface Shape {

    /** Text of a form. */
    record Text(Format format) implements Shape {}

    /** A whole number, bounds included. */
    record Whole(long min, long max) implements Shape {}

    /** {@code true} or {@code false}. */
    record Flag() implements Shape {}

    /** Memory of at least {@code minMiB}. */
    record Memory(long minMiB, long maxMiB) implements Shape {}

    /** A time span, bounds included. */
    record Span(Duration min, Duration max) implements Shape {}

    /** One of a few words. */
    record Choice(List<Option> options) implements Shape {
        public Choice {
            options = List.copyOf(options);
        }
    }

    /** A word that may be chosen. */
    record Option(String value, String description) {}

    /** A mapping with known keys. */
    record Fields(String title, List<Field> fields, List<Rule> rules) implements Shape {
        public Fields {
            fields = List.copyOf(fields);
            rules = List.copyOf(rules);
        }

        public Optional<Field> field(String name) {
            for (Field field : fields) {
                if (field.name().equals(name)) {
                    return Optional.of(field);
                }
            }
            return Optional.empty();
        }
    }

    /** A mapping whose keys the user chooses. */
    record Names(Format key, Shape value, int min) implements Shape {}

    /** A list. */
    record Items(Shape item, int min) implements Shape {}

    /** One of several shapes that differ in kind: at most one text, one list, one mapping and one number among them. */
    record Either(List<Shape> alternatives) implements Shape {
        public Either {
            alternatives = List.copyOf(alternatives);
        }
    }

    /**
     * A known key.
     *
     * @param defaultValue what holds when the key is absent, for people
     * @param example a value as it would be written
     */
    record Field(
            String name,
            Shape shape,
            boolean required,
            String description,
            Optional<String> defaultValue,
            Optional<String> example) {}

    /** What the keys of a mapping owe each other. */
    sealed interface Rule {
        List<String> keys();

        /** One of the keys must be there, and no other of them. */
        record ExactlyOne(List<String> keys) implements Rule {
            public ExactlyOne {
                keys = List.copyOf(keys);
            }
        }

        /** At most one of the keys may be there. */
        record AtMostOne(List<String> keys) implements Rule {
            public AtMostOne {
                keys = List.copyOf(keys);
            }
        }
    }

    /** For messages: "a list", "one of nat, isolated". */
    default String description() {
        return switch (this) {
            case Text(Format format) -> format.description();
            case Whole(long min, long max) -> "a whole number from %d to %d".formatted(min, max);
            case Flag flag -> "true or false";
            case Memory memory -> Format.MEMORY_SIZE.description();
            case Span span -> Format.DURATION.description();
            case Choice(List<Option> options) ->
                "one of "
                        + String.join(", ", options.stream().map(Option::value).toList());
            case Fields fields -> "a mapping";
            case Names names -> "a mapping";
            case Items items -> "a list";
            case Either(List<Shape> alternatives) ->
                String.join(
                        " or ", alternatives.stream().map(Shape::description).toList());
        };
    }
}
