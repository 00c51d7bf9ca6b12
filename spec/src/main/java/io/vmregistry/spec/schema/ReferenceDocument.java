package io.vmregistry.spec.schema;

import io.vmregistry.spec.diagnostic.Code;
import io.vmregistry.spec.schema.Shape.Choice;
import io.vmregistry.spec.schema.Shape.Either;
import io.vmregistry.spec.schema.Shape.Field;
import io.vmregistry.spec.schema.Shape.Fields;
import io.vmregistry.spec.schema.Shape.Items;
import io.vmregistry.spec.schema.Shape.Names;
import io.vmregistry.spec.schema.Shape.Option;
import io.vmregistry.spec.schema.Shape.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The reference documentation, in Markdown. */
public final class ReferenceDocument {

    private final List<String> lines = new ArrayList<>();

    private ReferenceDocument() {}

    /** Every key of a format: a table for each mapping, and what keys owe each other. */
    public static String of(Schema schema) {
        ReferenceDocument document = new ReferenceDocument();
        document.add("# " + schema.kind().label());
        document.add(schema.description());
        document.add("This page is produced from the schema in the module `spec`.");
        document.section(schema.kind().label(), schema.root());
        return document.text();
    }

    /** Every diagnostic with its code and meaning. */
    public static String ofCodes() {
        ReferenceDocument document = new ReferenceDocument();
        document.add("# Diagnostics");
        document.add(
                "Codes are stable: none is ever given another meaning. This page is produced from the module `spec`.");
        List<String> table = new ArrayList<>(List.of("| code | severity | meaning |", "|---|---|---|"));
        for (Code code : Code.values()) {
            table.add("| <a id=\"%s\"></a>%s | %s | %s |"
                    .formatted(
                            code.id().toLowerCase(Locale.ROOT),
                            code.id(),
                            code.severity().label(),
                            code.meaning()));
        }
        document.add(String.join("\n", table));
        return document.text();
    }

    /** The hover text of a key. */
    public static String of(Field field) {
        ReferenceDocument document = new ReferenceDocument();
        document.add(
                "**%s** – %s%s".formatted(field.name(), typeOf(field.shape()), field.required() ? ", required" : ""));
        document.add(field.description());
        field.defaultValue().ifPresent(value -> document.add("Default: `" + value + "`"));
        field.example().ifPresent(value -> document.add("Example: `" + field.name() + ": " + value + "`"));
        optionsOf(field.shape()).ifPresent(document::add);
        return document.text();
    }

    private void section(String path, Fields fields) {
        add("## `" + path + "`");
        List<String> table =
                new ArrayList<>(List.of("| key | value | required | default | meaning |", "|---|---|---|---|---|"));
        fields.fields().forEach(field -> table.add(row(field)));
        add(String.join("\n", table));
        fields.rules().forEach(rule -> add(sentence(rule)));
        for (Field field : fields.fields()) {
            optionsOf(field.shape()).ifPresent(options -> add("`" + field.name() + "`:\n\n" + options));
        }
        fields.fields().forEach(field -> descend(path + "." + field.name(), field.shape()));
    }

    private void descend(String path, Shape shape) {
        switch (shape) {
            case Fields fields -> section(path, fields);
            case Names names -> descend(path + ".<name>", names.value());
            case Items items -> descend(path + "[]", items.item());
            case Either(List<Shape> alternatives) -> alternatives.forEach(alternative -> descend(path, alternative));
            default -> {}
        }
    }

    private static String row(Field field) {
        return "| `%s` | %s | %s | %s | %s%s |"
                .formatted(
                        field.name(),
                        cell(typeOf(field.shape())),
                        field.required() ? "yes" : "",
                        cell(field.defaultValue().orElse("")),
                        cell(field.description()),
                        field.example()
                                .map(example -> " Example: `" + cell(example) + "`")
                                .orElse(""));
    }

    private static String typeOf(Shape shape) {
        return switch (shape) {
            case Items items -> "list of: " + typeOf(items.item());
            case Names names -> "mapping of names to: " + typeOf(names.value());
            case Choice choice -> "one of the words below";
            case Either(List<Shape> alternatives) ->
                String.join(
                        "; or ",
                        alternatives.stream().map(ReferenceDocument::typeOf).toList());
            default -> shape.description();
        };
    }

    private static String sentence(Rule rule) {
        String keys = "`" + String.join("`, `", rule.keys()) + "`";
        return switch (rule) {
            case Rule.ExactlyOne one -> "Exactly one of " + keys + ".";
            case Rule.AtMostOne one -> "At most one of " + keys + ".";
        };
    }

    private static Optional<String> optionsOf(Shape shape) {
        return switch (shape) {
            case Choice(List<Option> options) ->
                Optional.of(String.join(
                        "\n",
                        options.stream()
                                .map(option -> "- `%s`: %s".formatted(option.value(), option.description()))
                                .toList()));
            case Either(List<Shape> alternatives) ->
                alternatives.stream()
                        .flatMap(alternative -> optionsOf(alternative).stream())
                        .findFirst();
            default -> Optional.empty();
        };
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }

    private void add(String paragraph) {
        lines.add(paragraph);
    }

    private String text() {
        return String.join("\n\n", lines) + "\n";
    }
}
