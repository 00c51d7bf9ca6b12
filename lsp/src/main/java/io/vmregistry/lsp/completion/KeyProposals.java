package io.vmregistry.lsp.completion;

import io.vmregistry.lsp.document.Names.Sort;
import io.vmregistry.lsp.outline.Place;
import io.vmregistry.spec.schema.ReferenceDocument;
import io.vmregistry.spec.schema.Shape;
import io.vmregistry.spec.schema.Shape.Choice;
import io.vmregistry.spec.schema.Shape.Either;
import io.vmregistry.spec.schema.Shape.Field;
import io.vmregistry.spec.schema.Shape.Fields;
import io.vmregistry.spec.schema.Shape.Flag;
import io.vmregistry.spec.schema.Shape.Items;
import io.vmregistry.spec.schema.Shape.Names;
import io.vmregistry.spec.schema.Shape.Option;
import io.vmregistry.spec.schema.Shape.Rule;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.lsp4j.CompletionItemKind;

/** Keys: those that the schema has at a place and the mapping has not yet, the required ones first. */
final class KeyProposals {

    private static final int REQUIRED = 1;
    private static final int OPTIONAL = 2;

    private KeyProposals() {}

    static void fields(Fields fields, Place place, Proposals proposals) {
        Set<String> excluded = new HashSet<>(place.siblings());
        for (Rule rule : fields.rules()) {
            if (rule.keys().stream().anyMatch(place.siblings()::contains)) {
                excluded.addAll(rule.keys());
            }
        }
        for (Field field : fields.fields()) {
            if (!excluded.contains(field.name())) {
                proposals.add(
                        field.name(),
                        CompletionItemKind.Property,
                        field.required() ? REQUIRED : OPTIONAL,
                        (field.required() ? "required: " : "") + shortOf(field.shape()),
                        ReferenceDocument.of(field),
                        proposals.colonFollows() ? field.name() : field.name() + value(field.shape(), place.flow()));
            }
        }
    }

    private static String shortOf(Shape shape) {
        String description = shape.description();
        return description.length() <= 60 ? description : description.substring(0, 59) + "…";
    }

    /** What follows a key: its value to be filled in, on its line or below. */
    private static String value(Shape shape, boolean flow) {
        return switch (shape) {
            case Choice(List<Option> options) -> ": ${1|" + choices(options) + "|}";
            case Flag flag -> ": ${1|true,false|}";
            case Fields fields -> flow ? ": {$0}" : ":\n  $0";
            case Names names -> flow ? ": {$0}" : ":\n  $0";
            case Items items -> flow ? ": [$0]" : ":\n  - $0";
            case Either(List<Shape> alternatives) -> ": $0";
            case Shape.Text text -> ": $0";
            case Shape.Whole whole -> ": $0";
            case Shape.Memory memory -> ": $0";
            case Shape.Span span -> ": $0";
        };
    }

    private static String choices(List<Option> options) {
        return options.stream().map(Option::value).collect(Collectors.joining(","));
    }

    /** Keys that are names of something else: the services under {@code dependsOn}. */
    static void names(io.vmregistry.lsp.document.Names names, Place place, Proposals proposals) {
        if (place.path().size() == 3
                && place.path().getFirst().equals("services")
                && place.path().getLast().equals("dependsOn")) {
            for (String service : names.given(Sort.SERVICE)) {
                if (!service.equals(place.path().get(1)) && !place.siblings().contains(service)) {
                    String rest = place.flow()
                            ? ": {condition: ${1|started,healthy,provisioned|}}"
                            : ":\n  condition: ${1|started,healthy,provisioned|}";
                    proposals.add(
                            service,
                            CompletionItemKind.Reference,
                            REQUIRED,
                            "service",
                            "",
                            proposals.colonFollows() ? service : service + rest);
                }
            }
        }
    }

    /** The first item of a list, with its dash and, if it has one, its required key. */
    static void item(Shape item, Proposals proposals) {
        String first = item instanceof Fields fields
                ? fields.fields().stream()
                        .filter(Field::required)
                        .findFirst()
                        .map(field -> field.name() + ": ")
                        .orElse("")
                : "";
        proposals.add(
                "- " + first.strip(), CompletionItemKind.Snippet, 0, "an item of the list", "", "- " + first + "$0");
    }
}
