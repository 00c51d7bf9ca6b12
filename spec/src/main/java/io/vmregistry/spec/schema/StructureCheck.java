package io.vmregistry.spec.schema;

import io.vmregistry.spec.diagnostic.Diagnostic;
import io.vmregistry.spec.diagnostic.Findings;
import io.vmregistry.spec.schema.Shape.Choice;
import io.vmregistry.spec.schema.Shape.Either;
import io.vmregistry.spec.schema.Shape.Field;
import io.vmregistry.spec.schema.Shape.Fields;
import io.vmregistry.spec.schema.Shape.Flag;
import io.vmregistry.spec.schema.Shape.Items;
import io.vmregistry.spec.schema.Shape.Memory;
import io.vmregistry.spec.schema.Shape.Names;
import io.vmregistry.spec.schema.Shape.Option;
import io.vmregistry.spec.schema.Shape.Rule;
import io.vmregistry.spec.schema.Shape.Span;
import io.vmregistry.spec.schema.Shape.Text;
import io.vmregistry.spec.schema.Shape.Whole;
import io.vmregistry.spec.text.TextRange;
import io.vmregistry.spec.unit.ByteSize;
import io.vmregistry.spec.unit.DurationFormat;
import io.vmregistry.spec.yaml.ScalarKind;
import io.vmregistry.spec.yaml.YamlMemory;
import io.vmregistry.spec.yaml.YamlNode;
import io.vmregistry.spec.yaml.YamlNode.Entry;
import io.vmregistry.spec.yaml.YamlNode.Mapping;
import io.vmregistry.spec.yaml.YamlNode.Scalar;
import io.vmregistry.spec.yaml.YamlNode.Sequence;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Checks a tree against a schema: keys, types, forms, bounds, and what keys owe each other. Goes on after every mistake. */
public final class StructureCheck {

    private static final int QUOTED = 80;

    private final Codes codes;
    private final boolean whole;
    private final YamlMemory memory;
    private Findings findings;

    private StructureCheck(DocumentKind kind, boolean whole, Findings findings, YamlMemory memory) {
        this.memory = memory;
        this.codes = Codes.of(kind);
        this.whole = whole;
        this.findings = findings;
    }

    /**
     * Adds what is wrong to {@code findings}.
     *
     * @param whole false when parts of the text could not be read, so that nothing is said of missing keys
     */
    public static void check(YamlNode root, Schema schema, boolean whole, Findings findings) {
        check(root, schema, whole, findings, new YamlMemory());
    }

    /** As the other; what {@code memory} knows of the tree is not looked at again. */
    public static void check(YamlNode root, Schema schema, boolean whole, Findings findings, YamlMemory memory) {
        StructureCheck check = new StructureCheck(schema.kind(), whole, findings, memory);
        check.value(root, schema.root(), "a " + schema.kind().label(), root.range());
    }

    /** @param key the place to complain at when the value itself is nowhere */
    private void value(YamlNode node, Shape shape, String name, TextRange key) {
        if (node instanceof Scalar scalar && scalar.isNull() && !(shape instanceof Choice)) {
            missing(
                    key,
                    "%s has no value".formatted(name),
                    "write %s, or remove the key".formatted(shape.description()));
            return;
        }
        switch (shape) {
            case Text(Format format) -> text(node, format, name);
            case Whole bounds -> whole(node, bounds, name);
            case Flag flag -> flag(node, name);
            case Memory bounds -> memory(node, bounds, name);
            case Span bounds -> span(node, bounds, name);
            case Choice(List<Option> options) -> choice(node, options, name);
            case Fields fields -> fields(node, fields, name, key);
            case Names names -> names(node, names, name, key);
            case Items items -> items(node, items, name, key);
            case Either either -> either(node, either, name, key);
        }
    }

    private void text(YamlNode node, Format format, String name) {
        Optional<Scalar> scalar = scalar(node, format.description(), name);
        if (scalar.isEmpty()) {
            return;
        }
        ScalarKind kind = scalar.get().kind();
        String text = scalar.get().text();
        boolean taken = kind == ScalarKind.TEXT
                || format.takesAnyScalar()
                || (kind == ScalarKind.INTEGER && format.takesNumbers());
        if (kind == ScalarKind.INTEGER && (format == Format.DISK_SIZE || format == Format.DURATION)) {
            form(scalar.get(), format, name, "add a unit: %s".formatted(format.description()));
        } else if (!taken) {
            wrongType(node, format.description(), name, "put quotes around it");
        } else if (!format.accepts(text)) {
            form(scalar.get(), format, name, "write %s".formatted(format.description()));
        }
    }

    private void form(Scalar scalar, Format format, String name, String hint) {
        findings.add(
                codes.badForm(format),
                scalar.range(),
                "%s is malformed: \"%s\"".formatted(name, abbreviate(scalar.text())),
                hint);
    }

    private void whole(YamlNode node, Whole bounds, String name) {
        Optional<Scalar> scalar = scalar(node, bounds.description(), name);
        if (scalar.isEmpty()) {
            return;
        }
        if (scalar.get().kind() != ScalarKind.INTEGER) {
            wrongType(node, bounds.description(), name, "write the number without quotes, units and fractions");
        } else if (ScalarValues.whole(scalar.get())
                .filter(value -> value >= bounds.min() && value <= bounds.max())
                .isEmpty()) {
            outOfRange(scalar.get(), name, bounds.description());
        }
    }

    private void flag(YamlNode node, String name) {
        Optional<Scalar> scalar = scalar(node, "true or false", name);
        if (scalar.isPresent() && scalar.get().kind() != ScalarKind.BOOLEAN) {
            wrongType(node, "true or false", name, "write true or false, without quotes");
        }
    }

    private void memory(YamlNode node, Memory bounds, String name) {
        Optional<Scalar> scalar = scalar(node, bounds.description(), name);
        if (scalar.isEmpty()) {
            return;
        }
        if (scalar.get().kind() != ScalarKind.TEXT && scalar.get().kind() != ScalarKind.INTEGER) {
            wrongType(node, bounds.description(), name, "write a size such as 4GiB or 512M");
            return;
        }
        Optional<ByteSize> size = ByteSize.parseMemory(scalar.get().text());
        if (size.isEmpty()) {
            form(scalar.get(), Format.MEMORY_SIZE, name, "write a size such as 4GiB or 512M");
        } else if (size.get().compareTo(ByteSize.ofMiB(bounds.minMiB())) < 0
                || size.get().compareTo(ByteSize.ofMiB(bounds.maxMiB())) > 0) {
            outOfRange(
                    scalar.get(),
                    name,
                    "between %s and %s".formatted(ByteSize.ofMiB(bounds.minMiB()), ByteSize.ofMiB(bounds.maxMiB())));
        }
    }

    private void span(YamlNode node, Span bounds, String name) {
        Optional<Scalar> scalar = scalar(node, bounds.description(), name);
        if (scalar.isEmpty()) {
            return;
        }
        ScalarKind kind = scalar.get().kind();
        if (kind != ScalarKind.TEXT && kind != ScalarKind.INTEGER) {
            wrongType(node, bounds.description(), name, "write a duration such as 5s");
            return;
        }
        Optional<Duration> duration = DurationFormat.parse(scalar.get().text());
        if (duration.isEmpty()) {
            form(scalar.get(), Format.DURATION, name, "write a duration with its unit, such as 5s or 1m30s");
        } else if (duration.get().compareTo(bounds.min()) < 0 || duration.get().compareTo(bounds.max()) > 0) {
            outOfRange(
                    scalar.get(),
                    name,
                    "between %s and %s"
                            .formatted(DurationFormat.print(bounds.min()), DurationFormat.print(bounds.max())));
        }
    }

    private void choice(YamlNode node, List<Option> options, String name) {
        List<String> words = options.stream().map(Option::value).toList();
        String listed = String.join(", ", words);
        Optional<Scalar> scalar = scalar(node, "one of " + listed, name);
        if (scalar.isEmpty() || words.contains(scalar.get().text())) {
            return;
        }
        String hint = Nearest.to(scalar.get().text(), words)
                .map("did you mean %s?"::formatted)
                .orElse("write one of " + listed);
        findings.add(
                codes.notAChoice(),
                scalar.get().range(),
                "%s is \"%s\", it must be one of %s"
                        .formatted(name, abbreviate(scalar.get().text()), listed),
                hint);
    }

    private void fields(YamlNode node, Fields shape, String name, TextRange key) {
        if (!(node instanceof Mapping mapping)) {
            wrongType(node, "a mapping", name, "write its keys below it, indented");
            return;
        }
        for (Entry entry : mapping.entries()) {
            Optional<Field> field = shape.field(entry.name());
            if (field.isPresent()) {
                value(
                        entry.value(),
                        field.get().shape(),
                        entry.name(),
                        entry.key().range());
            } else {
                unknownKey(entry, shape);
            }
        }
        for (Field field : shape.fields()) {
            if (field.required() && mapping.entry(field.name()).isEmpty()) {
                missing(
                        placeOf(node, key),
                        "%s lacks %s".formatted(name, field.name()),
                        field.example()
                                .map(example -> "add %s: %s".formatted(field.name(), example))
                                .orElse("add " + field.name()));
            }
        }
        shape.rules().forEach(rule -> rule(mapping, rule, name, placeOf(node, key)));
    }

    private void unknownKey(Entry entry, Fields shape) {
        List<String> names = shape.fields().stream().map(Field::name).toList();
        findings.add(
                codes.unknownKey(),
                entry.key().range(),
                "%s has no key \"%s\"".formatted(shape.title(), abbreviate(entry.name())),
                Nearest.to(entry.name(), names)
                        .map("did you mean %s?"::formatted)
                        .orElse("known are " + String.join(", ", names)));
    }

    private void rule(Mapping mapping, Rule rule, String name, TextRange place) {
        List<Entry> present =
                rule.keys().stream().flatMap(key -> mapping.entry(key).stream()).toList();
        String listed = String.join(", ", rule.keys());
        if (present.size() > 1) {
            findings.add(
                    codes.exclusive(),
                    present.get(1).key().range(),
                    "%s has both %s and %s"
                            .formatted(
                                    name, present.get(0).name(), present.get(1).name()),
                    "keep one of " + listed);
        } else if (present.isEmpty() && rule instanceof Rule.ExactlyOne && whole) {
            findings.add(codes.exclusive(), place, "%s has none of %s".formatted(name, listed), "add one of " + listed);
        }
    }

    private void names(YamlNode node, Names shape, String name, TextRange key) {
        if (!(node instanceof Mapping mapping)) {
            wrongType(node, "a mapping of names", name, "write each name as a key");
            return;
        }
        if (mapping.entries().size() < shape.min()) {
            missing(placeOf(node, key), "%s holds nothing".formatted(name), "add at least one");
        }
        for (Entry entry : mapping.entries()) {
            if (!shape.key().accepts(entry.name())) {
                findings.add(
                        codes.badForm(shape.key()),
                        entry.key().range(),
                        "a name in %s is malformed: \"%s\"".formatted(name, abbreviate(entry.name())),
                        "write " + shape.key().description());
            }
            remembered(entry, shape.value());
        }
    }

    /** What an entry owes the schema depends on nothing outside of it. */
    private void remembered(Entry entry, Shape shape) {
        if (!memory.knows(entry)) {
            value(entry.value(), shape, entry.name(), entry.key().range());
            return;
        }
        Findings outer = findings;
        outer.addAll(memory.verdict(entry, "structure", whole, () -> {
            findings = new Findings(outer.file());
            value(entry.value(), shape, entry.name(), entry.key().range());
            List<Diagnostic> found = findings.sorted();
            findings = outer;
            return found;
        }));
    }

    private void items(YamlNode node, Items shape, String name, TextRange key) {
        if (!(node instanceof Sequence sequence)) {
            wrongType(node, "a list", name, "write each entry behind a dash");
            return;
        }
        if (sequence.items().size() < shape.min()) {
            missing(placeOf(node, key), "%s is an empty list".formatted(name), "add at least one entry");
        }
        for (int i = 0; i < sequence.items().size(); i++) {
            YamlNode item = sequence.items().get(i);
            value(item, shape.item(), "%s[%d]".formatted(name, i), item.range());
        }
    }

    private void either(YamlNode node, Either shape, String name, TextRange key) {
        for (Shape alternative : shape.alternatives()) {
            if (sameKind(node, alternative)) {
                value(node, alternative, name, key);
                return;
            }
        }
        wrongType(node, shape.description(), name, "write " + shape.description());
    }

    private static boolean sameKind(YamlNode node, Shape shape) {
        return switch (shape) {
            case Fields fields -> node instanceof Mapping;
            case Names names -> node instanceof Mapping;
            case Items items -> node instanceof Sequence;
            default -> node instanceof Scalar;
        };
    }

    private Optional<Scalar> scalar(YamlNode node, String wanted, String name) {
        if (node instanceof Scalar scalar) {
            return Optional.of(scalar);
        }
        wrongType(node, wanted, name, "write " + wanted);
        return Optional.empty();
    }

    private void wrongType(YamlNode node, String wanted, String name, String hint) {
        findings.add(
                codes.wrongType(),
                node.range(),
                "%s must be %s, not %s".formatted(name, wanted, node.description()),
                hint);
    }

    private void outOfRange(Scalar scalar, String name, String bounds) {
        findings.add(
                codes.outOfRange(),
                scalar.range(),
                "%s is %s, outside its bounds".formatted(name, abbreviate(scalar.text())),
                "it must be " + bounds);
    }

    private void missing(TextRange place, String message, String hint) {
        if (whole) {
            findings.add(codes.missingKey(), place, message, hint);
        }
    }

    /** The key where there is one: a whole mapping underlined says nothing. */
    private static TextRange placeOf(YamlNode node, TextRange key) {
        return key.equals(node.range()) ? new TextRange(key.start(), key.start()) : key;
    }

    private static String abbreviate(String text) {
        return text.length() <= QUOTED ? text : text.substring(0, QUOTED) + "…";
    }
}
