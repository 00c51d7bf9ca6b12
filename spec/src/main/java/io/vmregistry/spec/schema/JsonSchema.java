package io.vmregistry.spec.schema;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.util.List;

/**
 * A schema as JSON Schema (draft 2020-12), for editors that have no language server and for custom resources. It accepts every
 * valid document; what only {@link StructureCheck} and the semantic checks see, it lets pass.
 */
public final class JsonSchema {

    private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private JsonSchema() {}

    public static ObjectNode of(Schema schema) {
        ObjectNode json = JSON.objectNode();
        json.put("$schema", DIALECT);
        json.put(
                "$id",
                "https://vmregistry.io/schema/v1alpha1/%s.json"
                        .formatted(schema.kind().label()));
        json.put("title", schema.kind().label());
        json.put("description", schema.description());
        json.setAll(of(schema.root()));
        return json;
    }

    /** One shape, without title and dialect. */
    public static ObjectNode of(Shape shape) {
        return switch (shape) {
            case Text(Format format) -> text(format);
            case Whole(long min, long max) ->
                typed("integer").put("minimum", min).put("maximum", max);
            case Flag flag -> typed("boolean");
            case Memory memory ->
                text(Format.MEMORY_SIZE).put("minimum", memory.minMiB()).put("maximum", memory.maxMiB());
            case Span span -> text(Format.DURATION).put("minLength", 2);
            case Choice(List<Option> options) -> {
                ObjectNode json = typed("string");
                ArrayNode words = json.putArray("enum");
                options.forEach(option -> words.add(option.value()));
                yield json;
            }
            case Fields fields -> fields(fields);
            case Names names -> {
                ObjectNode json = typed("object").put("minProperties", names.min());
                json.set("propertyNames", text(names.key()));
                json.set("additionalProperties", of(names.value()));
                yield json;
            }
            case Items items -> {
                ObjectNode json = typed("array").put("minItems", items.min());
                json.set("items", of(items.item()));
                yield json;
            }
            case Either(List<Shape> alternatives) -> {
                ObjectNode json = JSON.objectNode();
                ArrayNode any = json.putArray("anyOf");
                alternatives.forEach(alternative -> any.add(of(alternative)));
                yield json;
            }
        };
    }

    private static ObjectNode text(Format format) {
        ObjectNode json = JSON.objectNode();
        if (format.takesAnyScalar()) {
            json.putArray("type").add("string").add("number").add("boolean");
        } else if (format.takesNumbers()) {
            json.putArray("type").add("string").add("integer");
        } else {
            json.put("type", "string");
        }
        format.pattern().ifPresent(pattern -> json.put("pattern", pattern));
        return json;
    }

    private static ObjectNode fields(Fields fields) {
        ObjectNode json = typed("object");
        ObjectNode properties = json.putObject("properties");
        fields.fields().forEach(field -> properties.set(field.name(), field(field)));
        List<String> required = fields.fields().stream()
                .filter(Field::required)
                .map(Field::name)
                .toList();
        if (!required.isEmpty()) {
            ArrayNode names = json.putArray("required");
            required.forEach(names::add);
        }
        json.put("additionalProperties", false);
        if (!fields.rules().isEmpty()) {
            ArrayNode all = json.putArray("allOf");
            fields.rules().forEach(rule -> all.add(rule(rule)));
        }
        return json;
    }

    private static ObjectNode field(Field field) {
        ObjectNode json = of(field.shape());
        String fallback =
                field.defaultValue().map(value -> " Default: " + value + ".").orElse("");
        json.put("description", field.description() + fallback);
        return json;
    }

    private static ObjectNode rule(Rule rule) {
        ObjectNode json = JSON.objectNode();
        switch (rule) {
            case Rule.ExactlyOne(List<String> keys) -> {
                ArrayNode one = json.putArray("oneOf");
                keys.forEach(key -> one.addObject().putArray("required").add(key));
            }
            case Rule.AtMostOne(List<String> keys) -> {
                ArrayNode all = json.putArray("allOf");
                for (int i = 0; i < keys.size(); i++) {
                    for (int j = i + 1; j < keys.size(); j++) {
                        all.addObject()
                                .putObject("not")
                                .putArray("required")
                                .add(keys.get(i))
                                .add(keys.get(j));
                    }
                }
            }
        }
        return json;
    }

    private static ObjectNode typed(String type) {
        return JSON.objectNode().put("type", type);
    }
}
